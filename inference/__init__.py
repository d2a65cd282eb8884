"""The inference service: selfies in, verdicts and portraits out. It knows no people, only opaque subjects."""
