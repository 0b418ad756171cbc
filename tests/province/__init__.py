"""An invented province (虚构的省): its agencies, their reports of several years, and defects planted in them."""
