"""``gouji pack``: begin a rule pack, and try one."""

from __future__ import annotations

import click

from gouji.cli.helpful import Command, Group
from gouji.cli.output import say
from gouji.i18n import _


def command() -> Group:
    """The command with its subcommands, in the language in use."""
    return Group(
        "pack",
        commands=[_new(), _test()],
        short_help=_("新建、检验规则包。"),
        help=_("新建规则包，检验规则包。规则包是一个单位或一个地方自己的规则，见 docs/packs.md。"),
    )


def _new() -> Command:
    return Command(
        "new",
        callback=new,
        params=[
            click.Argument(["folder"], metavar="DIR"),
            click.Option(
                ["--kind"],
                type=click.Choice(["toml", "python", "both"]),
                default="both",
                help=_("写成规则集（toml，不写程序）、程序（python）或两者（both，默认）。"),
            ),
            click.Option(["--name"], metavar="NAME", help=_("规则包叫什么，如“清江省”；默认用文件夹的名字。")),
            click.Option(["--prefix"], metavar="LETTERS", help=_("规则代码的前缀，两个以上大写字母，如 QJ。")),
        ],
        short_help=_("新建规则包。"),
        help=_("在文件夹 DIR 里新建一个规则包：可以安装，带测试，带说明。已有的文件不会被覆盖。"),
    )


def _test() -> Command:
    return Command(
        "test",
        callback=test,
        params=[
            click.Argument(["path"], metavar="[DIR]", default="."),
            click.Option(
                ["--format", "form"], type=click.Choice(["text", "json"]), default="text", help=_("输出格式。")
            ),
        ],
        short_help=_("检验规则包。"),
        help=_(
            "检验规则包：每条规则是否报它自己的反例、不报正例，在生成的有效报告上是否误报，有没有缺依据的。\n\n"
            "DIR 是规则包的文件夹，或一个 .py、.toml 文件，不写为当前文件夹。写出它，就是允许运行里面的程序。\n\n"
            "退出状态：0 没有错误；1 有错误；2 没有找到规则包。"
        ),
    )


def new(folder: str, kind: str, name: str | None, prefix: str | None) -> int:
    """Write a new pack. Raises UsageError if that cannot be done."""
    from gouji.scaffold import begin

    begun = begin(folder, kind, name, prefix)
    lines = [_("已新建规则包 {folder}，规则代码以 {prefix} 开头：").format(folder=folder, prefix=begun.prefix)]
    lines += [f"  {file}" for file in begun.files]
    lines += ["", _("接下来："), f"  gouji pack test {_quoted(folder)}"]
    say("\n".join(lines) + "\n")
    return 0


def _quoted(path: str) -> str:
    from shlex import quote

    return path if path.isidentifier() else quote(path)


def test(path: str, form: str) -> int:
    """Try a pack and say how it fared. Raises UsageError if there is none."""
    from gouji.cli.examined import as_json, as_text
    from gouji.testing import examine

    examined = examine(path)
    say(as_json(examined) if form == "json" else as_text(examined))
    return int(bool(examined.failures))
