"""What the public reads: one row a recognised product, written anew whenever a certificate changes."""

from __future__ import annotations

from django.db import models

from registry.access.indexes import trigram_index


class CatalogueEntry(models.Model):
    """Projection of a product with a certificate. Nothing personal; can be rebuilt at any time."""

    product = models.OneToOneField("registry.Product", on_delete=models.CASCADE, related_name="+")
    public_id = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=200)
    producer_name = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    province = models.ForeignKey("registry.Province", on_delete=models.PROTECT, related_name="+")
    commune = models.ForeignKey("registry.Commune", on_delete=models.PROTECT, related_name="+")
    set_number = models.PositiveSmallIntegerField()
    stars = models.PositiveSmallIntegerField()
    certificate_code = models.CharField(max_length=16)
    valid_from = models.DateField()
    valid_until = models.DateField(db_index=True)
    photo = models.ForeignKey(
        "registry.ProductPhoto", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    story = models.TextField(blank=True)
    folded = models.TextField()
    sort_key = models.CharField(max_length=240)

    class Meta:
        app_label = "ratings"
        verbose_name_plural = "catalogue entries"
        indexes = [
            models.Index(fields=["province", "stars"], name="catalogue_province_stars"),
            models.Index(fields=["sort_key", "id"], name="catalogue_alphabet"),
        ]

    def __str__(self) -> str:
        return self.name


trigram_index("ratings_catalogueentry", "folded", app="ratings")
