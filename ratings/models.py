"""The tables of this app, listed for Django; each is declared in its concept."""

from ratings.catalogue.models import CatalogueEntry
from ratings.certificates.models import Certificate
from ratings.correspondence.models import OfficeDocument
from ratings.councils.models import (
    AgendaItem,
    Appraisal,
    Council,
    CouncilPerson,
    Declaration,
    Presence,
    Recusal,
    Regulation,
    Session,
    TeamReport,
)
from ratings.criteria.models import CriteriaSet, Criterion, Gate, LawVersion, Line, Option, Part, Rule
from ratings.decisions.models import Decision, DecisionItem, MinistryLetter, ResultNotice
from ratings.dossiers.models import (
    AgencyReport,
    CallTask,
    Citation,
    CommuneReport,
    ConsentCode,
    Dossier,
    DossierSerial,
    Entered,
    EvaluationRound,
    FieldPhoto,
    FieldVisit,
    PlanItem,
    RenewalUpdate,
    ReturnItem,
    ReturnRequest,
    Submission,
    TestRequest,
    Transition,
)
from ratings.office.models import WorkHandover
from ratings.register_import.models import ImportRow, RegisterImport, RememberedHeading
from ratings.renewals.models import CutPaper, PaperFile
from ratings.samples.models import SampleMove
from ratings.scoring.models import Conclusion, KnockOut, MemberSheet, ScoringRound
from ratings.sheets.models import Answer, Sheet
from ratings.signing.models import RequestTemplate

__all__ = [
    "AgencyReport",
    "AgendaItem",
    "Answer",
    "Appraisal",
    "CallTask",
    "CatalogueEntry",
    "Certificate",
    "Citation",
    "CommuneReport",
    "Conclusion",
    "ConsentCode",
    "Council",
    "CouncilPerson",
    "CriteriaSet",
    "Criterion",
    "CutPaper",
    "Decision",
    "DecisionItem",
    "Declaration",
    "Dossier",
    "DossierSerial",
    "Entered",
    "EvaluationRound",
    "FieldPhoto",
    "FieldVisit",
    "Gate",
    "ImportRow",
    "KnockOut",
    "LawVersion",
    "Line",
    "MemberSheet",
    "MinistryLetter",
    "OfficeDocument",
    "Option",
    "PaperFile",
    "Part",
    "PlanItem",
    "Presence",
    "Recusal",
    "RegisterImport",
    "Regulation",
    "RememberedHeading",
    "RenewalUpdate",
    "RequestTemplate",
    "ResultNotice",
    "ReturnItem",
    "ReturnRequest",
    "Rule",
    "SampleMove",
    "ScoringRound",
    "Session",
    "Sheet",
    "Submission",
    "TeamReport",
    "TestRequest",
    "Transition",
    "WorkHandover",
]
