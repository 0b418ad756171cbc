"""Dates (时间): dates and periods, signatures, the year that is reported on, and who reports, by when."""
