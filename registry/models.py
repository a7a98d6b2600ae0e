"""The tables of this app, listed for Django; each is declared in its concept."""

from registry.accounts.models import RoleAssignment, SavedFilter, User
from registry.calendar.models import DayOverride
from registry.evidence.models import EvidenceDocument, EvidenceVersion, OriginalCheck
from registry.files.models import PagePicture, Picture, PictureSize, StoredFile, Upload, UploadPiece
from registry.journal.models import JournalEntry, JournalLink, UnlinkedEntry
from registry.notifications.models import Notification
from registry.places.models import Commune, FormerCommune, FormerDistrict, FormerProvince, Province, Succession
from registry.producers.models import JoinRequest, Membership, Producer, SupplyLink, YearFigures
from registry.products.models import CommuneSerial, OldCode, Product, ProductCode, ProductPhoto

__all__ = [
    "Commune",
    "CommuneSerial",
    "DayOverride",
    "EvidenceDocument",
    "EvidenceVersion",
    "FormerCommune",
    "FormerDistrict",
    "FormerProvince",
    "JoinRequest",
    "JournalEntry",
    "JournalLink",
    "Membership",
    "Notification",
    "OldCode",
    "OriginalCheck",
    "PagePicture",
    "Picture",
    "PictureSize",
    "Producer",
    "Product",
    "ProductCode",
    "ProductPhoto",
    "Province",
    "RoleAssignment",
    "SavedFilter",
    "StoredFile",
    "Succession",
    "SupplyLink",
    "UnlinkedEntry",
    "Upload",
    "UploadPiece",
    "User",
    "YearFigures",
]
