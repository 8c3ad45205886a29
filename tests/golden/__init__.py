"""The golden file: what detection finds in fixed cases, so that a change of code that changes it is seen."""
