"""Rules of the house that no linter sees."""

import ast
import re
import tomllib
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = settings.BASE_DIR
TEMPLATES = ROOT / "templates"
OURS = ("collab_portal", "enterprises", "procurement", "socialvalue")
SET_BY_OTHERS = {"CI", "PATH", "MAKELEVEL", "DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER"}
# These packages look for templates by name, and we answer with our own.
LOOKED_UP_BY = ("allauth", "crispy_forms", "django")
QUOTED = re.compile(r'"([^"\s]+)"')
LONGEST_MODULE, LONGEST_TEMPLATE = 400, 120


def modules(*folders):
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates():
    return [path for path in sorted(TEMPLATES.rglob("*")) if path.is_file()]


def longer_than(limit, paths):
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in paths}
    return {name: length for name, length in lengths.items() if length > limit}


def test_modules_stay_short():
    assert not longer_than(LONGEST_MODULE, modules(*OURS, "tests")), "split these by noun"


def test_templates_stay_short():
    assert not longer_than(LONGEST_TEMPLATE, templates()), "cut components out of these"


@cache
def parsed(path):
    return ast.parse(path.read_text())


def test_every_module_opens_with_a_sentence():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules(*OURS, "tests")
        if path.read_text().strip() and not ast.get_docstring(parsed(path))
    ]

    assert not silent, "say in one sentence what lives in these"


@cache
def layers():
    """The layers of pyproject.toml, the lowest first; siblings share a line."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    downwards = contracts[0]["layers"]
    return [re.split(r"\s*[:|]\s*", line) for line in reversed(downwards)]


def height(module):
    """How high the layer of a module is, or None for a package of others."""
    for level, names in enumerate(layers()):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return level
    return None


def test_relations_point_downwards():
    upwards = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model not in (None, model)
        if points_upwards(model.__module__, field.related_model.__module__)
    ]

    assert not upwards


def points_upwards(source, target):
    if height(source) is None or height(target) is None:
        return False
    return height(target) > height(source)


def test_the_rule_on_relations_knows_up_from_down():
    assert points_upwards("enterprises.models", "procurement.models.opportunity")
    assert not points_upwards("procurement.models.opportunity", "enterprises.models")
    assert not points_upwards("procurement.models", "collab_portal.accounts.models")
    assert not points_upwards("socialvalue.practice.models", "socialvalue.models")


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "static/package-lock.json"])
def test_locks_name_no_address(lock):
    addresses = [line for line in (ROOT / lock).read_text().splitlines() if "://" in line or '"resolved"' in line]

    assert not addresses, "`make lock` writes none"


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_whatever_is_installed_has_its_sum(lock):
    packages = re.split(r"\n(?=[a-zA-Z0-9])", (ROOT / lock).read_text())

    assert len(packages) > 50
    assert [package for package in packages if "==" in package and "--hash=sha256:" not in package] == []


def test_every_dependency_says_why():
    listed = re.findall(r'^    "[a-z].*$', (ROOT / "pyproject.toml").read_text().split("\n[tool.")[0], re.MULTILINE)

    assert len(listed) > 30
    assert [line for line in listed if "  # " not in line] == []


def test_every_variable_is_in_the_example():
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    read = re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "collab_portal/settings.py").read_text())
    read += [
        name
        for path in modules("collab_portal/local", "tests")
        for name in re.findall(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"', path.read_text())
    ]

    assert set(read) - listed - SET_BY_OTHERS == set()


@cache
def named():
    """Where each name stands that may be a template's: in quotation marks, with its ending or, as mails do, without."""
    places = defaultdict(set)
    for path in [*modules(*OURS), *templates()]:
        for name in names_in(path.read_text()):
            places[name].add(path)
    return places


def names_in(text):
    """Every quoted name, and what it is without its endings."""
    quoted = set(QUOTED.findall(text))
    return quoted | {name[: dot.start()] for name in quoted for dot in re.finditer(r"\.", name)}


@cache
def names_made_at_run_time():
    """What f-strings such as f"pages/{name}.html" can become, as patterns."""
    made = []
    for path in modules(*OURS):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else "WORD" for p in node.values]
                made.append("".join(parts))
    # without a folder in front, it could be any
    return [re.compile(m.replace("WORD", "[^/]+")) for m in made if "/" in m and m.endswith(("html", "txt"))]


@cache
def words_of(package):
    folder = Path(find_spec(package).origin).parent
    shipped = {str(path).split("/templates/", 1)[-1] for path in folder.rglob("templates/**/*") if path.is_file()}
    return shipped, set().union(*(names_in(path.read_text(errors="replace")) for path in folder.rglob("*.py")))


def called(template):
    bare = template.rsplit(".", 1)[0]
    return {template, bare} if "/" in bare else {template}


def is_used(path):
    template = str(path.relative_to(TEMPLATES))
    if any(named()[name] - {path} for name in called(template)):
        return True
    if any(pattern.fullmatch(template) for pattern in names_made_at_run_time()):
        return True
    # crispy puts the name of the template pack, which is ours, before the names it looks for
    looked_up = template.replace(f"{settings.CRISPY_TEMPLATE_PACK}/", "%s/", 1)
    for shipped, code in map(words_of, LOOKED_UP_BY):
        if template in shipped or code & (called(template) | called(looked_up)):
            return True
    return False


def test_every_template_is_used():
    unused = [str(template.relative_to(TEMPLATES)) for template in templates() if not is_used(template)]

    assert not unused


UNESCAPED = (r"\|\s*safe\b", r"{%\s*autoescape off")
AGAINST_POLICY = (
    r"\son[a-z]+=",
    r"\sstyle=",
    r"<style",
    r"<script(?![^>]*\s(?:src=|type=\"application/json\"))",
    r"javascript:",
)


def is_mail(path):
    """Programs that show mail know no style sheets: theirs is inside."""
    return "email" in path.parts or path == TEMPLATES / "mail" / "base.html"


@pytest.mark.parametrize("forbidden", [*UNESCAPED, *AGAINST_POLICY])
def test_templates_leave_no_gap_in_escaping_and_policy(forbidden):
    html = [path for path in templates() if path.suffix == ".html"]
    bound = html if forbidden in UNESCAPED else [path for path in html if not is_mail(path)]

    guilty = [str(path.relative_to(ROOT)) for path in bound if re.search(forbidden, path.read_text())]

    assert not guilty


def test_the_linter_knows_our_block_tags():
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["djlint"]["custom_blocks"].split(",")
    written = [
        name
        for path in modules(*OURS)
        if "templatetags" in path.parts
        for name in re.findall(r"simple_block_tag[^\n]*\n(?:@[^\n]*\n)*def (\w+)", path.read_text())
    ]

    assert sorted(written) == sorted(known)
