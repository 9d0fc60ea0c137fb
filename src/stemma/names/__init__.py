"""People, organisations and places across documents, spellings and scripts."""
