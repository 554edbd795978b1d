"""Good practice: case studies on their way to the library, and what the library holds."""

from socialvalue.practice.models.choices import ContactMode, Duty, Evidence, Licence, Route, Status, Step
from socialvalue.practice.models.clauses import (
    Clause,
    ClauseCopy,
    ClauseVersion,
    ContractForm,
    Jurisdiction,
    Law,
    LawChange,
)
from socialvalue.practice.models.collections import Collected, Collection
from socialvalue.practice.models.digests import DigestItem, DigestReader, NetworkDigest
from socialvalue.practice.models.editing import FactCheck, Milestone, Remark, Revision
from socialvalue.practice.models.editions import Edition, LibraryEntry, LibraryStamp, LibraryWord
from socialvalue.practice.models.five_steps import Assessment, AssessmentShare, Level, NextAction, StepAnswer
from socialvalue.practice.models.groups import GroupMember, GroupPost, GroupThread, PeerGroup
from socialvalue.practice.models.parts import Consent, StudyFile, StudyPicture
from socialvalue.practice.models.questions import Pause, StudyQuestion
from socialvalue.practice.models.states import Act, NotAllowed, State
from socialvalue.practice.models.study import CaseStudy
from socialvalue.practice.models.uses import Adaptation, Copied

__all__ = [
    "Act",
    "Adaptation",
    "Assessment",
    "AssessmentShare",
    "CaseStudy",
    "Clause",
    "ClauseCopy",
    "ClauseVersion",
    "Collected",
    "Collection",
    "Consent",
    "ContactMode",
    "ContractForm",
    "Copied",
    "DigestItem",
    "DigestReader",
    "Duty",
    "Edition",
    "Evidence",
    "FactCheck",
    "GroupMember",
    "GroupPost",
    "GroupThread",
    "Jurisdiction",
    "Law",
    "LawChange",
    "Level",
    "LibraryEntry",
    "LibraryStamp",
    "LibraryWord",
    "Licence",
    "Milestone",
    "NetworkDigest",
    "NextAction",
    "NotAllowed",
    "Pause",
    "PeerGroup",
    "Remark",
    "Revision",
    "Route",
    "State",
    "Status",
    "Step",
    "StepAnswer",
    "StudyFile",
    "StudyPicture",
    "StudyQuestion",
]
