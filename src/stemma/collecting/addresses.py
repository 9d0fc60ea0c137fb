"""When two addresses are one page: what was fetched already is known by this."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

# Parameters that say where a reader came from, never which page is meant (those of ClearURLs and AdGuard that carry no
# content on news sites; names like "id" or "source", which some sites number their pages by, are left alone).
_TRACKING = re.compile(r"(?:utm|mtm|pk|hsa|vero|oly|ns|mc|mkt)_|(?:fb|g|dc|gb|tw|ms|y|tt|li_fat_|s_)?(?:clid|clkid)$|"
                       r"(?:wbraid|gbraid|igshid|igsh|msclkid|mkt_tok|cmpid|ocid|xtor|wt_mc|_ga|_gl|_hsenc|_hsmi|"
                       r"at_medium|at_campaign|ncid|smid|sr_share|ref_src|ref_url|fb_ref|fb_source)$", re.IGNORECASE)
_LONGEST_NAME = 150  # characters


def key_of(url: str) -> str:
    """What is the same for all ways to write a page's address: scheme, case of the host, usual port, fragment, slash at
    the end and tracking parameters aside. What is no address is its own key."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return url
    host = (parts.hostname or "").lower().removesuffix(".").removeprefix("www.")
    return f"{host}{port}{_path(parts.path)}{_query(parts.query)}"


def without_tracking(url: str) -> str:
    """The address as it is asked: without a fragment and without tracking parameters, otherwise as it was given."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    kept = "&".join(part for part in parts.query.split("&") if not _is_tracking(part))
    return parts._replace(query=kept, fragment="").geturl()


def name_of(url: str) -> str:
    """What a page is called among the reports: its address without scheme and tracking."""
    key = key_of(url)
    return key if len(key) <= _LONGEST_NAME else f"{key[:_LONGEST_NAME - 1]}…"


def _path(path: str) -> str:
    return unquote(path).rstrip("/") if "%" in path else path.rstrip("/")


def _query(query: str) -> str:
    kept = sorted(part for part in query.split("&") if part and not _is_tracking(part))
    return f"?{'&'.join(kept)}" if kept else ""


def _is_tracking(part: str) -> bool:
    return _TRACKING.match(part.partition("=")[0]) is not None
