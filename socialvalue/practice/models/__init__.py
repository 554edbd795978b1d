"""Good practice: case studies on their way to the library, and what the library holds."""

from socialvalue.practice.models.choices import ContactMode, Duty, Evidence, Licence, Route, Status, Step
from socialvalue.practice.models.editing import FactCheck, Milestone, Remark, Revision
from socialvalue.practice.models.editions import Edition, LibraryEntry
from socialvalue.practice.models.parts import Consent, StudyFile, StudyPicture
from socialvalue.practice.models.states import Act, NotAllowed, State
from socialvalue.practice.models.study import CaseStudy

__all__ = [
    "Act",
    "CaseStudy",
    "Consent",
    "ContactMode",
    "Duty",
    "Edition",
    "Evidence",
    "FactCheck",
    "LibraryEntry",
    "Licence",
    "Milestone",
    "NotAllowed",
    "Remark",
    "Revision",
    "Route",
    "State",
    "Status",
    "Step",
    "StudyFile",
    "StudyPicture",
]
