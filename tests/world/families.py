"""How each family of site systems lists its reports, with the traps that such lists have.

Each function puts the lists of one site up and says where its reports lie. The markup is written
after the public descriptions of the systems; names and numbers are invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.world.model import Answer, Asked, Report, Site, page

SIZE = 4  # rows of a page, small, so that every list has several
COLUMN = "政府信息公开年报"
TYPED = (
    f'<meta name="ColumnName" content="{COLUMN}"><meta name="ColumnType" content="信息公开年报">'
)


def _cut(title: str) -> str:
    """List titles are cut; the whole stands in the title of the link."""
    return title[:16] + "…"


def row(report: Report, href: str, *, cut: bool = True) -> str:
    """One row of a list."""
    words = _cut(report.title) if cut else report.title
    return f'<li><a href="{href}" target="_blank" title="{report.title}">{words}</a><span>{report.date}</span></li>'


def paged(site: Site) -> list[list[Report]]:
    """The reports by page, with what else such a column holds left to the caller."""
    reports = site.reports
    return [reports[at : at + SIZE] for at in range(0, len(reports), SIZE)] or [[]]


def rows(site: Site, reports: list[Report], *, cut: bool = True) -> str:
    """The rows of one page, and a row that is no report."""
    noise = '<li><a href="/jd/1.html">2023年政府信息公开工作年度报告解读</a><span>2024-02-01</span></li>'
    listed = "".join(row(report, site.addresses[report.number], cut=cut) for report in reports)
    return f'<ul class="list">{listed}{noise}</ul>'


def trs(site: Site) -> str:
    """Zero-based pages; the commented count is stale."""
    base = "/zwgk/zfxxgknb/"
    for report in site.reports:
        day = report.date.replace("-", "")
        site.addresses[report.number] = f"{base}{day[:6]}/t{day}_{83000000 + report.number}.html"
    pages = paged(site)
    script = (
        f"<script>var currentPage = 0;\nvar countPage = {len(pages)}//共多少页\n"
        f'//createPageHTML({len(pages) + 7}, 0, "index","html");\n</script>'
    )
    for number, reports in enumerate(pages):
        name = "index.html" if number == 0 else f"index_{number}.html"
        site.put(base + name, page(COLUMN, rows(site, reports) + script, TYPED))
    site.answers[base] = site.answers[base + "index.html"]
    return base


def ucap(site: Site) -> str:
    """One-based pages whose call begins with a string."""
    base = "/qhk/c101879/"
    for report in site.reports:
        site.addresses[report.number] = f"{base}202401/{report.number:032x}.shtml"
    pages = paged(site)
    script = f"<div id=page_div></div><script>createPageHTML('page_div',{len(pages)}, 1,'list','shtml',{len(site.reports)});</script>"
    for number, reports in enumerate(pages, 1):
        name = "list.shtml" if number == 1 else f"list_{number}.shtml"
        call = script if number == 1 else script.replace(", 1,'list'", f", {number},'list'")
        site.put(base + name, page("年度报告", rows(site, reports) + call))
    return base + "list.shtml"


def ucap_api(site: Site) -> str:
    """An empty list; the rows come as JSON, titles emphasised, addresses without scheme."""
    channel = "7f3ab21d0c5e4b0d9f1c2a3b4c5d6e7f"
    for report in site.reports:
        site.addresses[report.number] = f"/qhk/c1/202401/{report.number:032x}.shtml"

    def api(asked: Asked) -> Answer:
        number = int(asked.query.get("page", "1"))
        shown = site.reports[(number - 1) * SIZE : number * SIZE]
        results = [
            {
                "title": report.title.replace(str(report.year), f"<em>{report.year}</em>"),
                "url": site.addresses[report.number],
                "publishedTimeStr": f"{report.date} 10:02:11",
                "domainMetaList": [{"resultList": [{"key": "fbjg", "value": report.publisher}]}],
            }
            for report in shown
        ]
        data = {"total": len(site.reports), "page": number, "rows": SIZE, "results": results}
        return _json({"status": "success", "data": data})

    site.answers[f"/common/search/{channel}"] = api
    body = f'<ul class="pageList newsList"></ul><script>var channelId="{channel}";</script><ucapcontent></ucapcontent>'
    site.put("/qhk/xxgk_list.shtml", page("年度报告", body))
    return "/qhk/xxgk_list.shtml"


def hanweb(site: Site) -> str:
    """An island of XML; the unit is encrypted, dates are broken over lines."""
    for report in site.reports:
        year, month, day = (int(part) for part in report.date.split("-"))
        site.addresses[report.number] = (
            f"/art/{year}/{month}/{day}/art_1229615310_{60000 + report.number}.html"
        )
    pages = paged(site)

    def records(reports: list[Report]) -> str:
        items = (row(report, site.addresses[report.number]) for report in reports)
        broken = (item.replace("</span>", "\n</span>") for item in items)
        return "".join(f"<record><![CDATA[{item}]]></record>" for item in broken)

    def proxy(asked: Asked) -> Answer:
        number = int(asked.query.get("page", "1"))
        shown = pages[number - 1] if 0 < number <= len(pages) else []
        text = (
            f"<?xml version='1.0' encoding='UTF-8'?><datastore><totalrecord>{len(site.reports)}</totalrecord>"
            f"<recordset>{records(shown)}</recordset></datastore>"
        )
        return Answer(text.encode(), "text/xml; charset=utf-8")

    site.answers["/module/web/jpage/dataproxy.jsp"] = proxy
    group = "/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=2968&path=/&columnid=Xq%3D%3D&unitid=5630871"
    body = (
        f'<script type="text/xml"><datastore><nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>'
        f"<recordset>{records(pages[0])}</recordset></datastore></script>"
        f"<script>$('#5630871').jpage({{totalRecord:{len(site.reports)}, perPage:{SIZE}}});</script>"
    )
    site.put("/col/col1229615310/index.html", page(COLUMN, body, TYPED))
    return "/col/col1229615310/index.html"


def hanweb_xxgk(site: Site) -> str:
    """The report of an organ and year by its address; other years have none."""
    areas = {
        name: f"1133038100254830{at:02d}"
        for at, name in enumerate(sorted({r.publisher for r in site.reports}))
    }
    form = "/module/xxgk/xxgkAnnualReport.jsp"
    for report in site.reports:
        site.addresses[report.number] = (
            f"{form}?area={areas[report.publisher]}&fbtime={report.year}"
        )
    newest = max(report.year for report in site.reports)
    links = "".join(
        f'<a href="{form}?fbtime={newest}&area={area}">{name}</a>' for name, area in areas.items()
    )
    site.put("/col/col100/index.html", page(COLUMN, links, TYPED))
    return "/col/col100/index.html"


def jpaas(site: Site) -> str:
    """The list is a script that names its unit; a bare page number is ignored."""
    for report in site.reports:
        site.addresses[report.number] = f"/col/col88213/art/2024/art_{report.number:032x}.html"
    pages = paged(site)

    def unit(asked: Asked) -> Answer:
        told = json.loads(asked.query.get("paramJson", '{"pageNo": 1}'))
        at = int(told["pageNo"])
        text = rows(site, pages[at - 1]) if at <= len(pages) else "<ul></ul>"
        text += f'<div class="pagination" rows="15" count="{len(pages) * 15}"></div>'
        return _json({"success": True, "code": "200", "data": {"html": text}})

    url = "/api-gateway/jpaas-publish-server/front/page/build/unit"
    site.answers[url] = unit
    told = "{'webId':'4028','pageType':'column','parseType':'bulidstatic','pageId':'88213'}"
    body = f'<div id="list"><script class="AuthorizedRead" src="/unitbuild.js" url="{url}" queryData="{told}"></script></div>'
    site.put("/col/col88213/index.html", page(COLUMN, body, TYPED))
    return "/col/col88213/index.html"


def nfcms(site: Site) -> str:
    """Absolute addresses, the last page's number, twins for telephones."""
    base = "/zwgk/zfxxgknb/"
    for report in site.reports:
        site.addresses[report.number] = f"{base}content/post_{9469000 + report.number}.html"
    pages = paged(site)
    last = f"index_{len(pages)}.html"
    for number, reports in enumerate(pages, 1):
        name = "index.html" if number == 1 else f"index_{number}.html"
        following = f"index_{min(number + 1, len(pages))}.html"
        twin = rows(site, reports[:1]).replace("post_", "mpost_")
        bar = f'<div class="page"><a href="index.html">1</a><a href="{following}">下一页</a><a href="{last}">尾页</a></div>'
        links = bar if len(pages) > 1 else ""
        site.put(base + name, page(COLUMN, rows(site, reports, cut=False) + twin + links, TYPED))
    site.answers[base] = site.answers[base + "index.html"]
    return base


def gkmlpt(site: Site) -> str:
    """A shell with a tree; a hundred rows a page, past the end 404."""
    for report in site.reports:
        site.addresses[report.number] = f"/gkmlpt/content/9/9469/post_{report.number}.html"
    tree = [
        {"id": 4600, "name": "政策文件", "post_count": 3, "children": []},
        {
            "id": 4687,
            "name": "法定主动公开内容",
            "children": [{"id": 4688, "name": COLUMN, "children": []}],
        },
    ]

    def api(asked: Asked) -> Answer | None:
        number = max(int(asked.query.get("page", "1")), 1)
        shown = site.reports[(number - 1) * SIZE : number * SIZE]
        if asked.query.get("sid") != "755041" or not shown:
            return None
        articles = [
            {
                "title": report.title,
                "url": site.addresses[report.number],
                "publisher": report.publisher,
                "create_time": f"{report.date} 10:11:12",
            }
            for report in shown
        ]
        return _json(
            {"classify": {"id": 4688, "post_count": len(site.reports)}, "articles": articles}
        )

    site.answers["/gkmlpt/api/all/4688"] = api
    told = json.dumps(tree, ensure_ascii=False)
    shell = f"<div id=app></div><script>window._CONFIG = {{ SID: '755041', LINK_PRE: '/gkmlpt', TREE: {told} }};</script>"
    site.put("/gkmlpt/index", page("政府信息公开平台", shell))
    return "/gkmlpt/index"


def lonsun(site: Site) -> str:
    """Rows behind the address of a label."""
    for report in site.reports:
        site.addresses[report.number] = f"/public/21731/{143201000 + report.number}.html"
    pages = paged(site)
    label = "/site/label/8888"

    def reply(asked: Asked) -> Answer:
        number = int(asked.query.get("pageIndex", "1"))
        shown = pages[number - 1] if 0 < number <= len(pages) else []
        return Answer(rows(site, shown).encode())

    site.answers[label] = reply
    script = (
        f'<div id="page_public_info"></div><script>Ls.pagination("#page_public_info",{{currPage:1,pageCount:{len(pages)}}});'
        f'var publicUrl="{label}?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=6788021&pageSize=15&pageIndex=1&organId=21731";</script>'
    )
    site.put("/public/column/21731", page("公开目录", rows(site, pages[0]) + script))
    return "/public/column/21731?type=4&catId=6717161"


def lonsun_year(site: Site) -> str:
    """The report of a year stands in the page of the column itself."""
    organs = {
        name: 21000 + at for at, name in enumerate(sorted({r.publisher for r in site.reports}))
    }
    newest: dict[str, Report] = {}
    for report in site.reports:
        address = f"/public/column/{organs[report.publisher]}?type=3&timeFrame={report.year}&hasContent=true"
        site.addresses[report.number] = address
        best = newest.get(report.publisher)
        newest[report.publisher] = report if best is None or best.year < report.year else best
    links = "".join(
        f'<a href="/public/column/{code}?type=3">{name}</a>' for name, code in organs.items()
    )
    site.put("/public/reports", page(COLUMN, links, TYPED))
    return "/public/reports"


def openness(site: Site) -> str:
    """Small numbers, and a chain of next pages."""
    for report in site.reports:
        site.addresses[report.number] = (
            f"/openness/OpennessAnnualReport/show/{1800 + report.number}.html"
        )
    return _chain(site, "/openness/OpennessContent/showList/1302/0/page_{}.html", 1)


def vsb(site: Site) -> str:
    """Pages are numbered backwards."""
    for report in site.reports:
        site.addresses[report.number] = f"/info/1598/{105000 + report.number}.htm"
    pages = paged(site)
    high = len(pages)
    for number, reports in enumerate(pages, 1):
        name = "/xxgknb.htm" if number == 1 else f"/xxgknb/{high - number + 1}.htm"
        links = ""
        if number < high:
            following = f"/xxgknb/{high - number}.htm"
            links = f'<span class="p_no"><a href="{following}">{number + 1}</a></span><span class="p_next p_fun"><a href="{following}">下页</a></span><span class="p_last p_fun"><a href="/xxgknb/1.htm">尾页</a></span>'
        bar = f'<div class="pb_sys_common"><span class="p_t">共{len(site.reports)}条</span>{links}</div>'
        site.put(
            name, page(COLUMN, rows(site, reports) + bar, TYPED.upper().replace("META", "META"))
        )
    return "/xxgknb.htm"


def epoint(site: Site) -> str:
    """An empty page and an interface by POST that counts pages from zero."""
    category = "002005003"
    for report in site.reports:
        site.addresses[report.number] = (
            f"/002005/{category}/20240112/{report.number:08x}-9d4e-4b5f.html"
        )

    def api(asked: Asked) -> Answer | None:
        if asked.method != "POST":
            return None
        told = json.loads(asked.body)
        size, number = told["pageSize"], told["pageIndex"]
        shown = site.reports[number * size : (number + 1) * size]
        if told["categorynum"] != category:
            shown = []
        data = [
            {
                "realtitle": r.title,
                "title": _cut(r.title),
                "infourl": site.addresses[r.number],
                "infodate": r.date,
            }
            for r in shown
        ]
        return _json({"custom": {"total": len(site.reports), "data": data}})

    site.answers["/EWB-FRONT/rest/lightfrontaction/getgovinfolist"] = api
    info = '<div class="ewb-list"></div><script src="/js/webBuilderCommon.js"></script><script>var siteInfo={"projectName":"/EWB-FRONT","siteGuid":"7eb5"};</script>'
    site.put(f"/002005/{category}/subPage.html", page(COLUMN, info, TYPED))
    return f"/002005/{category}/subPage.html"


def pc_list(site: Site) -> str:
    """Rows as data in the page, their addresses JSON inside JSON."""
    base = "/qhkxrmzf/ndbg/pc/"
    for report in site.reports:
        site.addresses[report.number] = (
            f"{base}content/content_{1748261514789826000 + report.number}.html"
        )
    pages = paged(site)
    for number, reports in enumerate(pages, 1):
        data = [
            {
                "id": str(report.number),
                "title": report.title,
                "pubDate": f"{report.date} 08:57:31",
                "urls": json.dumps(
                    {
                        "pc": site.addresses[report.number],
                        "h5": "/h5" + site.addresses[report.number],
                    }
                ),
                "contentSource": report.publisher,
                "articleFiles": [{"fileName": "年报.docx", "ids": [1, 2]}],
            }
            for report in reports
        ]
        name = "list.html" if number == 1 else f"list_{number}.html"
        script = f"<script>var articleList = {json.dumps(data, ensure_ascii=False)};var pageInfo={{pageNo:{number},totalPage:{len(pages)}}};</script>"
        site.put(base + name, page("年度报告", f"<div id=list></div>{script}"))
    return base + "list.html"


def numbered(site: Site) -> str:
    """Plain pages with the number of the last one."""
    for report in site.reports:
        site.addresses[report.number] = f"/xxgk/nb/{report.number}.html"
    pages = paged(site)
    for number, reports in enumerate(pages, 1):
        following = f"/xxgk/nb/list-{min(number + 1, len(pages))}.html"
        bar = f'<a href="{following}">下一页</a><a href="/xxgk/nb/list-{len(pages)}.html">末页</a>'
        site.put(
            f"/xxgk/nb/list-{number}.html",
            page(COLUMN, rows(site, reports) + (bar if len(pages) > 1 else "")),
        )
    return "/xxgk/nb/list-1.html"


def chained(site: Site) -> str:
    """Plain pages, each with a link to the next."""
    for report in site.reports:
        site.addresses[report.number] = f"/art/{report.number}.html"
    return _chain(site, "/list.aspx?id=7&page={}", 1)


def silent(site: Site) -> str:
    """Long pages that say nothing of each other: the second has to be guessed."""
    for report in site.reports:
        site.addresses[report.number] = f"/gk/{report.number}.html"
    half = max(len(site.reports) - 3, 10)
    site.put("/gk/nb/index.html", page(COLUMN, rows(site, site.reports[:half])))
    if site.reports[half:]:
        site.put("/gk/nb/index_2.html", page(COLUMN, rows(site, site.reports[half:])))
    return "/gk/nb/index.html"


def siteserver(site: Site) -> str:
    """Channels and contents by number."""
    for report in site.reports:
        site.addresses[report.number] = f"/contents/1203/{88000 + report.number}.html"
    return _chain(site, "/channels/1203_{}.html", 1, first="/channels/1203.html")


def siteserver_script(site: Site) -> str:
    """The same, with further pages that a script asks for; what it hands over is encrypted."""
    for report in site.reports:
        site.addresses[report.number] = f"/contents/1207/{89000 + report.number}.html"
    pages, element = paged(site), "0f3a9c0secret"

    def api(asked: Asked) -> Answer | None:
        if asked.method != "POST":
            return None
        told = json.loads(asked.body)
        at = told["currentPageIndex"]
        if told["stlPageContentsElement"] != element or at >= len(pages):
            return Answer(b"")
        return Answer(rows(site, pages[at]).encode())

    site.answers["/api/stl/actions/pagecontents"] = api
    script = (
        "<script>function stlRedirect(page){post('/api/stl/actions/pagecontents',{siteId:1,"
        f"pageChannelId:1207,templateId:77,totalNum:{len(site.reports)},pageCount:{len(pages)},"
        f'currentPageIndex:page,stlPageContentsElement:"{element}"}})}}</script>'
    )
    site.put("/channels/1207.html", page(COLUMN, rows(site, pages[0]) + script, TYPED))
    return "/channels/1207.html"


def ilist(site: Site) -> str:
    """Lists by category; the number of pages stands there in words, and classes are another's."""
    for report in site.reports:
        path = f"/info/iContent.jsp?cat_id=15971&info_id={284000 + report.number}"
        site.addresses[report.number] = path
    pages = paged(site)
    base = "/info/iList.jsp?node_id=GKmzs&cat_id=15971"

    def listed(asked: Asked) -> Answer | None:
        at = int(asked.query.get("cur_page", "1")) - 1
        if at >= len(pages):
            return None
        bar = f'<div class="page">共{len(pages)}页</div>'
        body = f'<div class="ewb-job">{rows(site, pages[at])}</div>{bar}'
        return Answer(page(COLUMN, body, TYPED).encode())

    site.answers["/info/iList.jsp"] = listed
    return base


def truecms(site: Site) -> str:
    """The first rows lie in the page, all behind an interface of JSONP that wants a Referer."""
    for report in site.reports:
        site.addresses[report.number] = f"/qh/ndbg/content/3f1b2c3d-1111-{report.number:04}.html"

    def message(asked: Asked) -> Answer | None:
        start, end = int(asked.query["startrecord"]), int(asked.query["endrecord"])
        records = "".join(
            f"<record><![CDATA[{row(report, site.addresses[report.number])}]]></record>"
            for report in site.reports[start - 1 : end]
        )
        told = {"result": records, "total": str(len(site.reports))}
        body = f"{asked.query['callback']}({json.dumps(told, ensure_ascii=False)})"
        return Answer(body.encode(), "text/javascript; charset=utf-8")

    site.answers["/TrueCMS/messageController/getMessage.do"] = message
    script = (
        '<script>var columnId="5f2e1d";load("/TrueCMS/messageController/getMessage.do");</script>'
    )
    listed = f'<div id="initData">{rows(site, paged(site)[0])}</div>{script}'
    site.put("/qh/ndbg/index.html", page(COLUMN, listed, TYPED))
    return "/qh/ndbg/index.html"


def _chain(site: Site, template: str, start: int, first: str | None = None) -> str:
    pages = paged(site)
    names = [first or template.format(start)]
    names += [template.format(number) for number in range(start + 1, start + len(pages))]
    for at, reports in enumerate(pages):
        following = f'<a href="{names[at + 1]}">下一页</a>' if at + 1 < len(names) else ""
        site.put(names[at], page(COLUMN, rows(site, reports) + following, TYPED))
    return names[0]


def _json(told: object) -> Answer:
    return Answer(json.dumps(told, ensure_ascii=False).encode(), "application/json; charset=utf-8")


FAMILIES: dict[str, Callable[[Site], str]] = {
    "trs": trs,
    "ucap": ucap,
    "ucap_api": ucap_api,
    "hanweb": hanweb,
    "hanweb_xxgk": hanweb_xxgk,
    "jpaas": jpaas,
    "nfcms": nfcms,
    "gkmlpt": gkmlpt,
    "lonsun": lonsun,
    "lonsun_year": lonsun_year,
    "openness": openness,
    "vsb": vsb,
    "epoint": epoint,
    "pc_list": pc_list,
    "numbered": numbered,
    "chained": chained,
    "silent": silent,
    "siteserver": siteserver,
    "siteserver_script": siteserver_script,
    "ilist": ilist,
    "truecms": truecms,
}
# The driver that must read each; what stands for itself is not listed.
DRIVER = {
    "ucap_api": "ucap",
    "nfcms": "gkmlpt",
    "lonsun_year": "lonsun",
    "openness": "lonsun",
    "numbered": "static",
    "chained": "static",
    "silent": "static",
    "siteserver_script": "siteserver",
}
