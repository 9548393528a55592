#!/usr/bin/env python3
"""Writes a rule pack to measure what rules cost: 500 fact rules and 20,000 names of metrics.

    benches/more_rules.py FOLDER

The rules have the shapes of those in rules/facts, each with a word of its own in it: some stand in every newspaper, most hardly
anywhere, as in the packs of users. The same pack on every machine: a fixed seed.
"""
import itertools
import pathlib
import random
import sys

RULES, METRICS, ALIASES = 500, 2000, 9

# {word} is the rule's own
SHAPES = [
    ("{m:np_before}{link}{word}{more}{v:money}", "{m}"),
    ("{m:np_before}{link}{word}{v:count|area}", "{m}"),
    ("{word}{de}?{m:np_before}{link}{v:money|count|weight}", "{m}"),
    ("{m:np_before}{word}{by}{s:rise|fall}{more}{v:percent|multiple}", "{m}增速"),
    ("{word}{by}{s:rise|fall}{more}{v:percent}", "{carry}增速"),
    ("{v:count}{bound}?{de}?{word}{m:np_after}", "{m}"),
    ("{a:act|do}{word}{m:np_before}?{more}{v:count|money}", "{carry}"),
    ("{m:np_before}{gap:10}{word}{link}{v:money|count|percent|area}", "{m}"),
    ("{word}(?P<w>(?:{region}|{zone}|{whole})+{np_before}?|{np_before}){de}?{shareof}?{link}{v:percent}", "{w}占比"),
    ("(?:{comma}|{among}|、){word}{link}{v:count|money|area|percent}", "{carry}"),
    ("(?P<m>{np_before}?{word}){link}{v:money|count|area|energy|power}", "{m}"),
    ("{word}{gap:8}{m:np_before}{link}{c:compared}{adverb}*{rise}{more}{v:count|money}", "{m}增加"),
]
STEMS = "合同 外贸 港口 机场 铁路 公路 航线 仓储 冷链 报关 通关 退税 信贷 债券 保费 理赔 基金 股权 担保 融资 票据 光伏 风电 核电 水电 储能 电网 " \
    "燃气 供热 煤炭 原油 乙烯 钢铁 水泥 玻璃 陶瓷 造纸 纺织 服装 皮革 家具 玩具 白酒 啤酒 茶叶 烟草 粮食 棉花 油料 蔬菜 水果 生猪 肉牛 水产 " \
    "造林 湿地 水质 空气 污水 垃圾 固废 节能 校舍 师生 床位 医师 护士 门诊 疫苗 社保 养老 低保 住房 公租 棚改 供地 拆迁 信访 调解 立案 专利 商标".split()
ENDS = "完成 落地 竣工 开工 备案 签约 入账 结算 交割 投运 投产 核准 出让 到位 兑付 发放 办结 受理 登记 挂牌 吞吐 周转 库存 销售 订购 租赁 改造 新建 " \
    "扩建 修复 覆盖 配套 服务 培训 安置 补助 减免 返还 抽检 合格".split()
# words that every newspaper has
COMMON = "实现 完成 新增 累计 总额 规模 收入 投资 增加 建成 引进 企业 项目 产业 达到 超过 其中 全年".split()
HEADS = "产值 增加值 营业收入 利润总额 税收 投资额 进出口额 销售额 成交额 从业人数 企业数 产量 吞吐量 覆盖率 合格率 增长率 利用面积 用电量 存量 交易量".split()


def rules(draw):
    pairs = [a + b for a, b in itertools.product(STEMS, ENDS)]
    draw.shuffle(pairs)
    words = COMMON + pairs[:RULES - len(COMMON)]
    for number, word in enumerate(words):
        pattern, metric = SHAPES[number % len(SHAPES)]
        sign = ', sign = "{s}"' if "{s:" in pattern else ""
        yield f"[[fact]]\nid = \"more-{number}\"\nmatch = '{pattern.replace('{word}', word)}'\n" \
            f"emit = [{{ metric = \"{metric}\", value = \"{{v}}\"{sign} }}]\n"


def metrics(draw):
    names = [a + b + c for a, b, c in itertools.product(STEMS, ENDS, HEADS)]
    draw.shuffle(names)
    for number in range(METRICS):
        name, *aliases = names[number * (ALIASES + 1):(number + 1) * (ALIASES + 1)]
        yield f"[[metric]]\nname = \"{name}\"\naliases = [{', '.join(f'{alias!r}' for alias in aliases)}]\n"


def main():
    folder = pathlib.Path(sys.argv[1])
    (folder / "facts").mkdir(parents=True, exist_ok=True)
    draw = random.Random(20201123)
    (folder / "pack.toml").write_text('id = "more"\nlanguage = 1\n', encoding="utf-8")
    (folder / "facts" / "more.toml").write_text("\n".join(rules(draw)), encoding="utf-8")
    (folder / "metrics.toml").write_text("\n".join(metrics(draw)), encoding="utf-8")


main()
