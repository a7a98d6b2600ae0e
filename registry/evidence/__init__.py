"""The producer's papers (tài liệu minh chứng): kept once, used by many products, dossiers and lines."""
