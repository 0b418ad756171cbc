"""What stands around a report on the pages of government sites: invented, in the manners of several systems."""

from __future__ import annotations

from typing import NamedTuple


class Chrome(NamedTuple):
    """A page's head, and what stands before and after the report; title, agency and day are filled in."""

    head: str
    before: str
    after: str


CHROMES = {
    "breadcrumbs": Chrome(
        head="""<meta name="SiteName" content="{agency}"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{day} 10:12"><style>.nav td {{ color: #333 }} p > b {{ top: 0 }}</style>
<script type="text/javascript">var a = "<td>1</td>"; if (a < 3 && b > 2) {{ document.write("</" + "p>"); }}</script>
""",
        before="""<div class="top"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a>
</li><li>
<a href="/bsfw/">办事服务</a></li><li><a href="/hd/">互动交流</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/nb/">
政府信息公开年报</a>
</div>
<h1>{title}</h1>
<div class="info">
<span>发布日期：{day}</span>&nbsp;&nbsp;<span>来源：{agency}</span>&nbsp;&nbsp;<span>浏览次数：<i id="hits">128</i>
</span> 字号：[<a href="javascript:big()">大</a> <a href="javascript:mid()">中</a> <a href="javascript:small()">
小</a>]</div>""",
        after="""<div class="tools">
<a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div>
<div class="pages">
<p>上一篇：<a href="http://zwgk.qingtang.gov.cn/art/1.html">清棠县交通运输局行政执法公示</a></p>
<p>下一篇：<a href="/art/3.html">没有了</a></p></div><div class="footer">
<p>主办单位：{agency}　承办单位：清棠县大数据中心</p><p>地址：清棠县文昌路12号　联系电话：0599-3300123</p><p>
<a href="https://beian.miit.gov.cn/">闽ICP备05000001号-1</a>　网站标识码：3507000001
<img src="ga.png" width="20" height="20">闽公网安备 35070000000001号</p>
</div>""",
    ),
    "metadata": Chrome(
        head="""<meta name="publishdate" content="{day}">""",
        before="""<form id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUK<td>">
<table width="100%" class="xxgk"><tr><td>索 引 号</td><td>QT0500-2025-00012</td><td>主题分类</td>
<td>政府信息公开年报</td></tr><tr><td>发布机构</td><td>{agency}</td><td>发布日期</td><td>{day}</td></tr><tr>
<td>名　　称</td><td colspan="3">{title}</td></tr><tr><td>文　　号</td><td></td><td>有效性</td><td>有效</td></tr>
</table><div style="display:none">分享到微信 微博 QQ空间</div><p style="text-align:center"><b>{title}</b></p>""",
        after="""</form><div class="qr" style="display:none;"><img src="qr.png"><p>扫一扫在手机打开当前页</p></div>
<div class="share">分享到：<a href="http://service.weibo.com/share/share.php?url=x">微博</a>
<a href="https://connect.qq.com/widget/x">QQ</a></div>
<p>【<a href="javascript:doZoom(16)">大</a> <a href="#">中</a>】【<a href="#top">返回顶部</a>
】【<a href="javascript:print()">打印</a>】</p>""",
    ),
    "links": Chrome(
        head="",
        before="""<header><h2>{agency}</h2><nav><a href='/a'>首页</a><a href='/b'>机构概况</a><a href='/c'>
政府信息公开指南</a>
<a href='/d'>政府信息公开制度</a><a href='/e'>法定主动公开内容</a><a href='/f'>政府信息公开年报</a></nav></header>
<main>
<article><h1 class=title>{title}</h1>
<time itemprop='datePublished' datetime='{day}T09:00:00+08:00'>{day}</time>""",
        after="""</article></main><aside><h3>相关链接</h3><ul><li><a href='http://www.qingtang-news.com/'>
清棠新闻网</a></li><li>
<a href='http://www.12348.example.org/'>法律服务网</a></li><li>
<a href='http://www.wanghe.com/'>望禾区政府网站</a></li></ul><h3>相关文章</h3><ul><li>
<a href='/x'>2022年政府信息公开工作年度报告</a></li><li><a href='/y'>2021年政府信息公开工作年度报告</a></li></ul>
</aside>
<footer>版权所有：{agency}<br>技术支持：清棠数码科技有限公司<br>Copyright © 2018-2025 All Rights Reserved</footer>""",
    ),
    "old-frame": Chrome(
        head="""<META http-equiv=Content-Type content="text/html; charset=gb2312">""",
        before="""<TABLE width=980 align=center border=0><TR><TD colspan=3><IMG src=banner.jpg width=980 height=160>
</TD>
</TR><TR><TD width=200 vAlign=top><TABLE><TR><TD>栏目导航</TD></TR><TR><TD><A href=1.asp>机构设置</A></TD></TR>
<TR><TD><A href=2.asp>信息公开年报</A></TD></TR></TABLE></TD><TD width=8>&nbsp;</TD><TD vAlign=top>
<TABLE width=760><TR><TD>当前位置：首页 &gt;&gt; 信息公开年报</TD></TR><TR><TD align=middle>
<FONT size=5>{title}</FONT></TD></TR><TR><TD align=middle>发布时间：{day} 作者：办公室 点击：36 次</TD></TR><TR><TD>
<HR></TD></TR><TR><TD class=nr>""",
        after="""</TD></TR><TR>
<TD align=right>【<A href='javascript:window.print()'>打印</A>】【<A href='javascript:window.close()'>关闭</A>】</TD>
</TR></TABLE></TD></TR><TR>
<TD colspan=3 align=middle>主办：{agency} 您是第 20351 位访客<BR>ICP备案号：闽ICP备05000001号</TD></TR></TABLE>""",
    ),
    "editor": Chrome(
        head="""<title>{title}-{agency}</title><link rel="stylesheet" href="a.css">
<meta name="keywords" content="年报">""",
        before="""<div id="app"><div class="crumb">您所在的位置： 首页&gt;&gt;信息公开&gt;&gt;年度报告</div><select>
<option>站群导航</option><option>县教育局</option></select><h2 class="bt">{title}</h2>
<div class="date">时间：{day} 09:30:00 来源：本站原创</div><!--UCAPCONTENT--><div class="TRS_Editor">""",
        after="""</div><!--/UCAPCONTENT--><div class="bdsharebuttonbox"><a class="bds_more" href="#">分享</a></div>
<p class="fj">附件：<a href="/P020250120.docx">{title}.docx</a></p><div class="ewm">
<img src="ewm.jpg" width="120" height="120"><span>扫一扫在手机上查看当前页面</span></div>
<noscript>请打开脚本</noscript></div>""",
    ),
    "mobile": Chrome(
        head="""<meta name="viewport" content="width=device-width">
<meta property="article:published_time" content="{day}T10:00:00+08:00">""",
        before="""<div class="m-head"><button>返回</button><span>政务公开</span><button>菜单</button></div>
<ul style="display: none"><li>一、总体情况</li><li>无障碍</li><li>长者模式</li></ul><h1>{title}</h1>""",
        after="""<div class="accessory"><a href="tel:12345">12345热线</a><a href="mailto:qtjtj@163.com">联系我们</a>
</div>
<p class="bottom">网站地图 | 隐私声明 | 联系我们</p><p>运行维护：清棠县政府办公室 建议使用1024*768分辨率浏览</p>""",
    ),
}
