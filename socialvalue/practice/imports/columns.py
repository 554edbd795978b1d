"""What an import wants to know of each study, and what people call it."""

from django.utils.translation import gettext_lazy as _

from collab_portal.sheets.mapping import Column
from socialvalue.practice.content import TEXTS
from socialvalue.practice.naming import LABELS

ALSO = {
    "title": ("heading", "name", "case study", "teitl"),
    "summary": ("abstract", "crynodeb"),
    "challenge": ("the challenge", "problem", "the problem", "background", "her", "yr her"),
    "solution": ("the solution", "what was done", "what we did", "approach", "datrysiad", "yr hyn a wnaed"),
    "result": ("the impact", "impact", "outcome", "outcomes", "results", "what came of it", "effaith", "canlyniad"),
    "sustained": ("how is the new approach being sustained", "sustainability", "how it goes on", "parhad"),
    "failures": ("what did not work", "what went wrong", "yr hyn na weithiodd"),
    "lessons": ("lessons learned", "lessons learnt", "what to know before you try", "gwersi", "gwersi a ddysgwyd"),
    "conditions": ("conditions for transfer", "what must be in place", "amodau"),
    "lots": ("lot strategy", "lotiau"),
    "costs": ("costs and time", "costau"),
}
COLUMNS = (
    *(Column(name, LABELS[name], ALSO[name], needed=name == "title") for name in TEXTS),
    *(
        Column(f"{name}_cy", LABELS[name], tuple(f"{each} in welsh" for each in (name, *ALSO[name][:2])))
        for name in TEXTS
    ),
    Column("reference", _("Number in this list"), ("id", "ref", "key", "slug", "cyfeirnod")),
    Column("language", _("Written first in"), ("original language", "iaith")),
    Column("lead", LABELS["lead"], ("lead authority", "council", "organisation", "authority", "arweinydd", "cyngor")),
    Column("partners", LABELS["partners"], ("enterprise", "enterprises", "supplier", "partneriaid")),
    Column("steps", LABELS["steps"], ("step", "five steps", "camau", "cam")),
    Column("goals", LABELS["goals"], ("well being goals", "wellbeing goals", "nodau", "nodau llesiant")),
    Column("category", LABELS["category"], ("sector", "kind of work", "math o waith")),
    Column("areas", LABELS["area_codes"], ("area", "where", "region", "ardal", "ardaloedd")),
    Column("route", LABELS["route"], ("procurement route", "procedure", "llwybr caffael")),
    Column("evidence", LABELS["evidence_level"], ("evidence level", "lefel tystiolaeth")),
)
BY_KEY = {column.key: column for column in COLUMNS}
