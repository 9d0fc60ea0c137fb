"""What one document's text contains: sentences, quotes, figures, dates, places and names."""
