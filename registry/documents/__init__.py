"""Papers: PDF for the archive, made from plain data by templates that never read data as markup."""
