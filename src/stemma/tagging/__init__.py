"""A trained tagger: which words are a cue of speech or attitude, and for each cue who speaks and what is said."""
