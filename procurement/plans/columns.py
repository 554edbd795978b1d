"""What the portal wants to know of each line of a plan, and what councils call it."""

from django.utils.translation import gettext_lazy as _

from collab_portal.sheets.mapping import Column

COLUMNS = (
    Column(
        "reference", _("Your reference"),
        (
            "ref", "ref no", "reference no", "reference number", "contract ref", "contract reference", "contract no",
            "contract number", "contract id", "id", "project ref", "project number", "procurement ref",
            "unique reference", "unique id", "no", "cyfeirnod", "rhif contract", "cyf",
        ),
        hint=_("By which the line is recognised next quarter."),
    ),
    Column(
        "title", _("Title"),
        (
            "contract title", "contract name", "contract", "project", "project title", "project name", "requirement",
            "procurement title", "name of contract", "name", "scheme", "service", "what", "item",
            "activity", "procurement activity", "procurement", "procurement project", "contract or project",
            "goods services works", "subject",
            "description of contract", "contract description", "teitl", "teitl y contract", "enw r contract",
        ),
        needed=True,
    ),
    Column("title_cy", _("Title in Welsh"), ("welsh title", "title welsh", "teitl cymraeg", "teitl yn gymraeg")),
    Column(
        "description", _("Description"),
        ("details", "summary", "brief description", "scope", "notes", "comments", "overview", "disgrifiad", "manylion"),
    ),
    Column(
        "description_cy", _("Description in Welsh"), ("welsh description", "description welsh", "disgrifiad cymraeg"),
    ),
    Column(
        "value", _("Value of the whole contract"),
        (
            "est value", "estimated value", "estimated contract value", "contract value", "total value", "total cost",
            "value k", "value m", "est value k", "est value m", "total contract value", "tcv", "whole life value",
            "lifetime value", "budget", "anticipated value", "approx value", "indicative value", "cost", "amount",
            "spend", "gwerth", "gwerth y contract", "gwerth amcangyfrifedig", "cyfanswm gwerth",
        ),
    ),
    Column(
        "annual_value", _("Value for each year"),
        (
            "annual value", "est annual value", "estimated annual value", "annual spend", "annual cost", "value pa",
            "value p a", "value per annum", "value per year", "yearly value", "yearly spend", "annual contract value",
            "acv", "annual budget", "gwerth blynyddol", "gwariant blynyddol",
        ),
    ),
    Column(
        "term", _("Length"),
        (
            "contract term", "contract length", "contract duration", "duration", "period", "contract period", "length",
            "term months", "term years", "length months", "length years", "duration months", "duration years",
            "initial term", "contract length incl extensions", "term inc extensions", "hyd", "cyfnod", "tymor",
            "hyd y contract",
        ),
    ),
    Column(
        "extension", _("Extensions"),
        (
            "extension", "extension options", "option to extend", "extension period", "extensions available",
            "possible extension", "extension months", "extension years", "ext", "options", "estyniad", "estyniadau",
        ),
    ),
    Column(
        "tender", _("When the tender comes out"),
        (
            "tender", "tender date", "tender start", "tender start date", "tender window", "tender issue date",
            "advert date", "advertise", "advertisement date", "itt date", "itt issue", "procurement start",
            "procurement start date", "procurement date", "publication date", "date to market", "to market",
            "estimated tender date", "planned tender date", "anticipated tender date", "out to tender",
            "tender quarter", "notice date", "route to market date", "dyddiad tendro", "tendro", "dyddiad hysbysebu",
            "ffenestr dendro",
        ),
    ),
    Column(
        "tender_end", _("When the tender closes"),
        ("tender close", "tender closing date", "tender end", "closing date", "return date", "dyddiad cau"),
    ),
    Column(
        "start", _("Start of the contract"),
        (
            "start date", "contract start", "contract start date", "commencement", "commencement date",
            "contract commencement", "go live", "go live date", "service start", "start", "from", "est start date",
            "estimated start date", "anticipated start date", "proposed start date", "required start", "new start date",
            "dechrau", "dyddiad dechrau", "dyddiad cychwyn",
        ),
    ),
    Column(
        "end", _("End of the contract"),
        (
            "end date", "contract end", "contract end date", "expiry", "expiry date", "expiration", "expiration date",
            "contract expiry", "contract expiry date", "finish", "finish date", "completion date", "to", "termination",
            "current contract end date", "diwedd", "dyddiad gorffen", "dyddiad dod i ben",
        ),
    ),
    Column(
        "category", _("Kind of work"),
        ("category", "type", "contract type", "commodity", "category of spend", "sector", "math o waith", "categori"),
    ),
    Column("cpv", _("CPV codes"), ("cpv", "cpv code", "cpv codes", "cod cpv", "codau cpv", "ggg")),
    Column("areas", _("Where the work is"), ("area", "location", "place", "ward", "region", "lleoliad", "ardal")),
    Column(
        "contact", _("Role mailbox"),
        ("contact email", "email", "e mail", "mailbox", "contact e mail", "e bost", "ebost", "cyswllt"),
    ),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
