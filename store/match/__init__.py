"""How a text is checked against what is stored: channels of evidence, the detector, the release gate."""
