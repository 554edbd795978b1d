"""The tags that pages are made of."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.urls import resolve
from django.utils import translation

PAGINATION = '{% include "components/pagination.html" with page=page request=request only %}'


def rendered(rf, source, path="/", **context):
    request = rf.get(path)
    request.user = AnonymousUser()
    with translation.override("cy" if path.startswith("/cy/") else "en"):
        request.resolver_match = resolve(request.path)
    return Template(source).render(RequestContext(request, {**context, "request": request}))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", '<span lang="cy">Arlwyo</span> <span class="app-language-note">(in Welsh)</span>'),
        ("cy", "Arlwyo"),
    ],
)
def test_a_text_in_the_other_language_is_marked_for_eye_and_ear(rf, language, expected):
    thing = SimpleNamespace(title_en="", title_cy="Arlwyo")

    with translation.override(language):
        assert rendered(rf, '{% paired thing "title" %}', thing=thing) == expected


def test_a_text_may_be_plain(rf):
    thing = SimpleNamespace(title_en="", title_cy="Arlwyo & glanhau")

    assert rendered(rf, '{% paired_text thing "title" %}', thing=thing) == "Arlwyo &amp; glanhau"


def test_paragraphs_are_kept_and_escaped(rf):
    thing = SimpleNamespace(text_en="One.\n\n<b>Two.</b>", text_cy="")

    html = rendered(rf, '{% paired thing "text" paragraphs=True %}', thing=thing)

    assert html == "<p>One.</p>\n\n<p>&lt;b&gt;Two.&lt;/b&gt;</p>"


def test_the_language_switch_stays_on_the_page_with_its_query(rf):
    source = '{% language_url "cy" %} {% language_url "en" %}'

    assert rendered(rf, source, "/pipeline/?q=a&page=2") == "/cy/pipeline/?q=a&amp;page=2 /pipeline/?q=a&amp;page=2"
    with translation.override("cy"):
        assert rendered(rf, source, "/cy/about/") == "/cy/about/ /about/"


def test_pages_keep_the_query(rf):
    page = Paginator(range(400), 20).get_page(7)

    html = rendered(rf, PAGINATION, "/pipeline/?q=a", page=page)

    assert 'href="?q=a&amp;page=6" rel="prev"' in html
    assert 'href="?q=a&amp;page=8" rel="next"' in html
    assert 'aria-current="page">7<' in html
    assert html.count("--ellipsis") == 2


def test_a_single_page_needs_no_pagination(rf):
    page = Paginator(range(4), 20).get_page(1)

    assert rendered(rf, PAGINATION, page=page).strip() == ""


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "<strong>1</strong> result"), (1234, "<strong>1,234</strong> results"), (10_001, "Over 10,000")],
)
def test_results_are_counted_up_to_a_point(rf, count, said):
    assert said in rendered(rf, '{% include "components/result_count.html" with count=count only %}', count=count)


def test_a_window_carries_its_confidence(rf):
    html = rendered(rf, '{% date_window start end "likely" %}', start=date(2027, 5, 1), end=date(2027, 7, 31))

    assert html == 'May to July 2027 <span class="app-confidence">· likely</span>'


def test_breadcrumbs_start_at_home(rf):
    html = rendered(rf, '{% breadcrumbs "pipeline:list" _("Pipeline") "/x/" label %}', label="<Here>")

    assert html.index('href="/"') < html.index('href="/pipeline/"') < html.index('href="/x/"')
    assert "&lt;Here&gt;" in html


def test_the_navigation_shows_where_one_is(rf):
    source = (
        "{% navigation as links %}{% for link in links %}{% if link.active %}{{ link.label }}{% endif %}{% endfor %}"
    )

    assert rendered(rf, source, "/pipeline/") == "Pipeline"
    assert rendered(rf, source, "/enterprises/") == "Enterprises"
    assert rendered(rf, source, "/about/") == ""


def test_what_is_put_into_a_wrapper_is_escaped_once(rf):
    html = rendered(rf, "{% inset %}{{ text }}{% endinset %}", text="a < b")

    assert "a &lt; b" in html
