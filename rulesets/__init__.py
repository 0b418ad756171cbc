"""The bundled rulesets (内置规则集), in TOML; :mod:`gouji.ruleset` reads them."""
