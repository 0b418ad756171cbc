"""The bundled plugins (内置插件): one module for each family of rules, using only what any plugin may use."""
