"""What changed between two texts, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from socialvalue.practice.history import IN, OUT, Piece, paragraphs, words_between

TEXT = st.text(alphabet="ab ŵ,.\n", max_size=40)


@given(TEXT, TEXT)
def test_the_pieces_make_up_both_texts(before, after):
    pieces = words_between(before, after)

    assert "".join(each.text for each in pieces if each.kind != IN) == before
    assert "".join(each.text for each in pieces if each.kind != OUT) == after


def test_only_the_word_that_changed_stands_out():
    pieces = words_between("Three kitchens won.", "Four kitchens won.")

    assert pieces == [Piece(OUT, "Three"), Piece(IN, "Four"), Piece("same", " kitchens won.")]


def test_a_list_is_one_paragraph_and_an_empty_line_ends_it():
    assert paragraphs("One.\n\n- a\n- b\n\n\nTwo.") == ["One.", "- a\n- b", "Two."]
