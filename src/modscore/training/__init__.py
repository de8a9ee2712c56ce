"""From labelled data to the artefacts that ship."""
