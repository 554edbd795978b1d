"""What the portal wants to know of each value in pounds, and what the owners of sets call it."""

from django.utils.translation import gettext_lazy as _

from collab_portal.sheets.mapping import Column

COLUMNS = (
    Column(
        "measure_code", _("Code of the measure"), ("code", "measure", "reference", "ref", "cod", "cod y mesur"),
        needed=True,
    ),
    Column(
        "title_en", _("Title"),
        ("title", "description", "measure title", "measure description", "name", "teitl", "disgrifiad"), needed=True,
    ),
    Column("unit", _("Unit"), ("units", "unit of measure", "uned"), needed=True),
    Column(
        "proxy_value", _("Value in pounds of one unit"),
        ("proxy", "value", "value gbp", "unit value", "proxy value gbp", "gwerth", "gwerth dirprwyol"), needed=True,
    ),
    Column(
        "price_year", _("Price year"), ("year", "prices", "price base", "blwyddyn prisiau"), needed=True,
        hint=_("Which year’s pounds these are."),
    ),
    Column("set_code", _("Code of the set"), ("set", "framework", "cod y set")),
    Column("set_version", _("Edition of the set"), ("edition", "version", "set edition", "argraffiad")),
    Column("licence_holder", _("Who holds the licence"), ("licensee", "deiliad y drwydded")),
    Column("licence_reference", _("Number of the licence"), ("licence", "license reference", "licence number")),
    Column("licence_expires", _("Last day of the licence"), ("licence expiry", "expires", "license expires")),
    Column("theme", _("Theme"), ("themes", "thema")),
    Column("outcome", _("Outcome"), ("outcomes", "canlyniad")),
    Column("title_cy", _("Title in Welsh"), ("welsh title", "title welsh", "teitl cymraeg")),
    Column("unit_per", _("Per year, contract or event"), ("per", "period", "cyfnod")),
    Column("valid_from", _("Valid from"), ("from", "yn ddilys o")),
    Column("valid_to", _("Valid until"), ("to", "until", "yn ddilys hyd")),
    Column("deadweight", _("Deadweight"), ("dead weight",)),
    Column("attribution", _("Attribution"), ("attribution share",)),
    Column("local_flag", _("Counts only locally"), ("local", "lleol")),
    Column("evidence_required", _("Evidence asked"), ("evidence", "tystiolaeth")),
    Column("cap", _("Most units that count"), ("maximum", "limit", "uchafswm")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
