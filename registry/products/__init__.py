"""Products: permanent identity, product set of annex I, photos, and the legal product code."""
