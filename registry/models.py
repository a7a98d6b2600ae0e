"""The tables of this app, listed for Django; each is declared in its concept."""

from registry.accounts.models import RoleAssignment, User
from registry.evidence.models import EvidenceDocument, EvidenceVersion, OriginalCheck
from registry.files.models import PagePicture, Picture, PictureSize, StoredFile
from registry.places.models import Commune, Province
from registry.producers.models import Membership, Producer, YearFigures
from registry.products.models import CommuneSerial, OldCode, Product, ProductCode, ProductPhoto

__all__ = [
    "Commune",
    "CommuneSerial",
    "EvidenceDocument",
    "EvidenceVersion",
    "Membership",
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
    "StoredFile",
    "User",
    "YearFigures",
]
