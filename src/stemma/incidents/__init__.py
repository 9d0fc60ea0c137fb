"""Incidents: which claims are about one happening. Claims, not documents, are joined."""
