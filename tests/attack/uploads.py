"""Files that are traps: at the doors where sheets, documents and pictures come in, and where they go out again."""

from tests.attack.portal import Portal
from tests.attack.registry import against, none_of
from tests.sheets import making
from tests.sheets.test_guard import NOT_A_SHEET, TRAPS

SLOWEST = 5.0  # seconds, on a machine that also runs the tests and nothing else
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_A_DOCUMENT = {
    "page.html": b"<html><script>alert(1)</script></html>",
    "really.pdf": b"<html><script>alert(1)</script></html>",
    "drawing.svg": SVG,
    "policy.pdf.exe": b"MZ\x90\x00" + bytes(200),
    "empty.pdf": b"",
    "eicar.com": EICAR,
    "macro.docm": making.zipped(word__document="x", **{"word__vbaProject.bin": "x"}),
    "../../etc/passwd.pdf": b"not a pdf",
    "gif.pdf": b"GIF89a<script>alert(1)</script>",
    "x" * 300 + ".pdf": b"nothing",
    "nul\0.pdf": b"nothing",
}
BAD_CSV = {
    "one endless line": b"Name,Postcode\n" + b"a" * 5_000_000,
    "NUL bytes": b"Name,Postcode\nA\0B,CF10 1AA\n",
    "wrong encoding": b"Name,Postcode\n\xff\xfe\xfd\x81\x8d\n",
    "byte order mark twice": b"\xef\xbb\xbf\xef\xbb\xbfName,Postcode\nA,CF10 1AA\n",
    "the same heading twice": b"Name,Name,Name\nA,B,C\n",
    "ten thousand columns": b",".join(b"c%d" % n for n in range(10_000)) + b"\n",
    "an open quote": b'Name,Postcode\n"A,CF10 1AA\n' * 1000,
    "too many rows": b"a,b\n" * 60_000,
    "nothing": b"",
    "only line ends": b"\r\n" * 10_000,
}


def doors(portal: Portal) -> dict[str, tuple[str, dict[str, str]]]:
    """Where a sheet comes in: the address, and what its form asks for besides the file."""
    wanted = {"enterprises:import": {"source_name": "A list"}, "pipeline:import": {}, "social-value:proxies": {}}
    paths = {place.route.name: place.path for place in portal.addresses}
    return {name: (paths[name], data) for name, data in wanted.items() if name in paths}


@against("S22")
def workbooks_that_are_traps(portal: Portal) -> str:
    traps = {name: content for name, (content, _words) in {**TRAPS, **NOT_A_SHEET}.items()}
    return _sent(portal, traps)


@against("S23")
def csv_that_is_a_trap(portal: Portal) -> str:
    return _sent(portal, BAD_CSV, may_be_taken=True)


def _sent(portal: Portal, files: dict[str, bytes], *, may_be_taken: bool = False) -> str:
    browser, wrong, slowest = portal.browser("publisher"), [], 0.0
    found = doors(portal)
    for door, (path, data) in found.items():
        for name, content in files.items():
            answer = browser.send(path, {"file": ("list.xlsx", content)}, data)
            slowest = max(slowest, answer.seconds)
            allowed = (302, 422) if may_be_taken else (422, 413)
            is_slow = answer.seconds > SLOWEST and answer.seconds > portal.allowed(SLOWEST)
            if answer.status not in allowed or is_slow:
                wrong.append(f"{door} {name}: {answer.status} in {answer.seconds:.1f} s")
    alive = portal.browser().get("/readyz").status
    if alive != 200 or len(found) < 3:
        wrong.append(f"{len(found)} doors; the portal says {alive} afterwards")
    return none_of(wrong, said=f"{len(files)} files at {len(found)} doors, the slowest in {slowest:.1f} s")


@against("S28")
def documents_and_pictures_that_are_something_else(portal: Portal) -> str:
    browser, wrong, asked = portal.browser("editor"), [], 0
    paths = {place.route.name: place.path for place in portal.addresses if "own" in place.route.about}
    for name in ("enterprises:document-new", "enterprises:picture-new", "enterprises:logo"):
        for called, content in NOT_A_DOCUMENT.items() if name in paths else ():
            data = {"kind": "insurance", "title_en": "Paper", "alt_en": "A picture", "alt_cy": "Llun"}
            answer = browser.send(paths[name], dict.fromkeys(("file", "picture", "logo"), (called, content)), data)
            asked += 1
            if answer.status not in (422, 413, 405, 409, 400):
                wrong.append(f"{name} {called[:20]}: {answer.status}")
    return none_of(wrong or ([] if asked else ["no door was found"]), said=f"{asked} hostile files refused")


@against("S28")
def what_is_kept_is_served_harmless(portal: Portal) -> str:
    """Documents and pictures of the world, as they go out."""
    wrong, asked = [], 0
    for place in portal.addresses:
        if not {"picture", "document"} & set(place.route.name.replace("-", " ").replace(":", " ").split()):
            continue
        answer = portal.look("administrator")[place.path]
        kind = answer.headers.get("Content-Type", "")
        if answer.status != 200 or kind.startswith("text/html"):
            continue
        asked += 1
        if answer.headers.get("X-Content-Type-Options") != "nosniff" or "Content-Security-Policy" not in answer.headers:
            wrong.append(f"{place.route.name}: {kind}, sniffed or without policy")
        if not kind.startswith("image/webp") and not answer.headers.get("Content-Disposition", "").startswith(
            "attachment"
        ):
            wrong.append(f"{place.route.name}: {kind} is shown, not saved")
    return none_of(
        wrong or ([] if asked else ["nothing was served"]), said=f"{asked} files: right type, nosniff, saved"
    )


@against("S29")
def documents_by_guessed_numbers(portal: Portal) -> str:
    wrong, asked = [], 0
    for place in portal.addresses:
        if (
            place.route.about in ("own-document", "own-grant", "own-picture")
            and "pk" in portal.world[place.route.about]
        ):
            number = portal.world[place.route.about]["pk"]
            for guess in range(max(1, number - 3), number + 4):
                path = place.path.replace(f"/{number}/", f"/{guess}/")
                for person in ("nobody", "person", "stranger", "staff"):
                    status, asked = portal.browser(person).get(path).status, asked + 1
                    if status not in (302, 404, 405) or (status == 302 and person != "nobody"):
                        wrong.append(f"{person} {path}: {status}")
    return none_of(wrong or ([] if asked else ["nothing was asked"]), said=f"{asked} guesses: sign-in or 404")
