"""The forms of a page as a browser sees them: what they hold, and how they are sent."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """One thing a form asks for, or carries."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form that is sent by POST."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    has_files: bool = False

    def values(self) -> dict[str, str]:
        """As a browser would send it if nobody touched anything."""
        return {name: each.value for name, each in self.fields.items() if each.kind != "file" and each.value}

    def of_kind(self, *kinds: str) -> list[Field]:
        return [each for each in self.fields.values() if each.kind in kinds]


def forms_of(page: str, *, path: str) -> list[Form]:
    """The forms within the page's main part."""
    reader = _Reader(path)
    reader.feed(page.partition("<main")[2].partition("</main>")[0])
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self, path: str):
        super().__init__()
        self.path, self.forms, self.form, self.open, self.select = path, [], None, None, None

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if tag == "form" and said.get("method", "").lower() == "post":
            self.form = Form(said.get("action") or self.path)
            self.forms.append(self.form)
        elif self.form is not None and tag == "option" and self.select:
            self.select.choices.append(said.get("value", ""))
            if "selected" in said:
                self.select.value = said.get("value", "")
        elif self.form is not None and said.get("name") and tag in ("input", "select", "textarea"):
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text") if tag == "input" else tag
        if said["name"] == "csrfmiddlewaretoken":
            return
        each = self.form.fields.setdefault(said["name"], Field(said["name"], kind))
        self.form.has_files |= kind == "file"
        if kind in ("radio", "checkbox"):
            each.choices.append(said.get("value", "on"))
            each.value = said.get("value", "on") if "checked" in said else each.value
        elif tag == "input":
            each.value = said.get("value", "")
        elif tag == "select":
            self.select = each
        else:
            self.open = each

    def handle_data(self, data):
        if self.open:
            self.open.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.open = None
        elif tag == "select":
            self.select = None
