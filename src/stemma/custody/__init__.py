"""Custody: what came into a case, when, how and by whom, and how somebody else can verify all of it.

manifest: an entry for every file that a build reads. timestamps: an authority's word on when the log ended so
(RFC 3161). bundle: a folder that can be verified with sha256sum and openssl alone. docs/custody.md says what vouches
for what, and what does not.
"""
