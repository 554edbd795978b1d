"""What an import wants to know of each enterprise, and what people call it."""

import re

from django.utils.translation import gettext_lazy as _

from collab_portal.sheets.mapping import Column

POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})", re.IGNORECASE)

COLUMNS = (
    Column(
        "name",
        _("Name"),
        (
            "organisation", "organisation name", "enterprise", "enterprise name", "social enterprise", "business name",
            "company name", "company", "name of organisation", "member", "enw", "enw r sefydliad", "sefydliad",
        ),
        needed=True,
    ),
    Column("name_cy", _("Name in Welsh"), ("welsh name", "enw cymraeg", "enw yn gymraeg")),
    Column(
        "registered_name",
        _("Registered name"),
        ("organisation name", "legal name", "full name", "enw cofrestredig"),
        hint=_("As a register knows it, if it is another."),
    ),
    Column("trading_name", _("Trading name"), ("trading as", "known as", "also known as", "enw masnachu")),
    Column(
        "reference",
        _("Number in this list"),
        ("identifier", "id", "ref", "record id", "member number", "membership number", "cyfeirnod"),
        hint=_("By which the list itself knows it. It helps us to recognise the row next time."),
    ),
    Column(
        "description", _("Description"), ("about", "about us", "what they do", "activities description", "disgrifiad")
    ),
    Column("description_cy", _("Description in Welsh"), ("welsh description", "disgrifiad cymraeg")),
    Column("offer", _("Offer in one line"), ("offer", "summary", "services", "products and services", "crynodeb")),
    Column("legal_form", _("Legal form"), ("legal structure", "legal status", "structure", "ffurf gyfreithiol")),
    Column(
        "company_number",
        _("Companies House number"),
        ("companies house number", "company number", "company no", "company registration number", "crn", "rhif cwmni"),
    ),
    Column("charity_number", _("Charity number"), ("charity no", "charity registration number", "rhif elusen")),
    Column(
        "society_number",
        _("Society number"),
        ("society number", "society no", "mutuals number", "fca number", "fca registration number", "rhif cymdeithas"),
        hint=_("In the Mutuals Public Register, for example 24287R."),
    ),
    Column("registered_number", _("Registered number"), ("registration number", "registered no", "rhif cofrestru")),
    Column("registrar", _("Register of that number"), ("registrar", "register", "registered with", "cofrestr")),
    Column(
        "postcode", _("Postcode"), ("post code", "zip", "cod post"),
        looks_like=lambda value: isinstance(value, str) and bool(POSTCODE.fullmatch(value)),
    ),
    Column("town", _("Town"), ("locality", "city", "town city", "tref", "tref neu ddinas")),
    Column(
        "council",
        _("Council area"),
        ("council", "local authority", "county", "region", "unitary authority", "awdurdod lleol", "cyngor", "sir"),
    ),
    Column("country", _("Country"), ("country id", "country code", "gwlad")),
    Column("website", _("Website"), ("web", "web site", "url", "web address", "gwefan")),
    Column(
        "email", _("Role mailbox"), ("email", "e mail", "email address", "contact email", "e bost", "ebost"),
        hint=_("Such as info@. Addresses of persons are left out."),
    ),
    Column("category", _("Kind of work"), ("category", "kind of work", "sector", "industry", "math o waith")),
    Column("sic", _("SIC code"), ("sic code", "sic codes", "sic", "sic 2007", "cod sic")),
    Column("founded", _("Year it started"), (
        "incorporation date", "date of incorporation", "founded", "established", "year founded", "sefydlwyd",
    )),
    Column("status", _("Status in the register"), ("registered status", "company status", "status", "statws")),
    Column("dissolved", _("Dissolved on"), ("dissolved date", "dissolution date", "date dissolved")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
