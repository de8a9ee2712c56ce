"""Files to files: exports of any size are scored on all cores, and a broken run goes on."""
