//! The words and sentences of the corpus; every one is made up for it.
//!
//! A name in braces is a slot: `{park}` and `{metric}` take a name, `{money}`, `{count}`, `{share}` … a fresh figure. What stands
//! for what is said in the parent module.

pub const CITIES: &[&str] = &[
    "江", "林", "海", "云", "青", "临", "南", "鹿", "金", "柳", "沧", "宁", "安", "岭", "湘", "泉", "锦", "梧", "清",
    "渭",
];
pub const PLACES: &[&str] =
    &["州", "溪", "岚", "渚", "屏", "岳", "湖", "阳", "川", "城", "江", "港", "山", "宁", "浦", "源", "陵", "台"];
pub const ENDINGS: &[&str] =
    &["高新区", "高新区", "经开区", "软件园", "科技城", "综保区", "科学城", "产业园", "高新技术产业开发区", "科技园"];
pub const INDUSTRIES: &[&str] = &[
    "生物医药",
    "智能装备",
    "新材料",
    "光电子",
    "集成电路",
    "新能源汽车",
    "航空航天",
    "人工智能",
    "工业软件",
    "节能环保",
    "轨道交通",
    "医疗器械",
    "现代物流",
    "数字创意",
    "储能",
    "机器人",
    "海洋工程",
    "精细化工",
];
pub const SURNAMES: &[&str] = &["林", "沈", "陆", "周", "顾", "方", "许", "程", "苏", "叶", "韩", "唐"];
pub const GIVEN: &[&str] = &["舒", "知", "远", "见微", "一诺", "明远", "清扬", "子衿", "若谷", "景行"];

/// Metrics with an amount of money.
pub const AMOUNTS: &[&str] = &[
    "地区生产总值",
    "规上工业总产值",
    "规上工业增加值",
    "固定资产投资",
    "工业投资",
    "营业收入",
    "技工贸总收入",
    "一般公共预算收入",
    "税收收入",
    "社会消费品零售总额",
    "进出口总额",
    "出口额",
    "技术合同成交额",
    "研发经费投入",
    "高技术产业投资",
    "利润总额",
    "高新技术产业产值",
    "软件业务收入",
    "{industry}产业产值",
    "{industry}产业营业收入",
];
/// Metrics that count things, with their unit.
pub const COUNTS: &[(&str, &str)] = &[
    ("高新技术企业", "家"),
    ("科技型中小企业", "家"),
    ("规上工业企业", "家"),
    ("入驻企业", "家"),
    ("上市企业", "家"),
    ("专精特新企业", "家"),
    ("{industry}企业", "家"),
    ("省级以上研发平台", "个"),
    ("在建亿元以上项目", "个"),
    ("院士工作站", "个"),
    ("科技企业孵化器", "家"),
    ("发明专利", "件"),
    ("市场主体", "户"),
    ("新型研发机构", "家"),
];

/// One sentence with its figures.
pub const FACTS: &[&str] = &[
    "{period}，{park}实现{amount}{money}，同比增长{share}。",
    "{period}，{park}完成{amount}{money}、{amount}{money}，分别增长{share}和{share}。",
    "{amount}{money}，增长{share}；{amount}{money}，下降{share}。",
    "截至{date}，{park}{things}达{counted}，较上年末增加{fewer}。",
    "目前，全区拥有{things}{counted}，占全市的{share}。",
    "{period}，园区新引进{industry}项目{small}个，总投资{money}，其中亿元以上项目{few}个。",
    "{day}，{park}举行项目集中签约仪式，{small}个项目落户，总投资额达{money}，涉及{industry}、{industry}等领域。",
    "其中，{industry}产业产值{money}，占规上工业总产值的{share}，比重提高{points}个百分点。",
    "{park}{amount}由{year}年的{money}增加到{year2}年的{money}，年均增长{share}。",
    "到{future}年，{park}力争{amount}突破{big}亿元，{things}达到{round}。",
    "全年进出口总额{money}，增长{share}。其中，出口额{money}、进口额{money}。",
    "位于{park}的{firm}去年投入研发经费{wan}万元，占销售收入的{share}。",
    "{firm}项目总投资{money}，占地{area}亩，达产后预计年产值{money}、年税收{wan}万元。",
    "企业开办时间由{few}个工作日压缩至{half}个工作日，施工许可申报材料减少{small}件。",
    "{period}，累计为企业减税降费{money}，惠及企业{thousand}户。",
    "从业人员{people}万人，平均年龄{age}岁，研发人员占{share}。",
    "{period}，{park}授权专利{thousand}件，其中发明专利{hundreds}件，增长{share}。",
    "园区已建成标准厂房{people}万平方米，入驻{things}{counted}，入驻率达{share}。",
    "实际利用外资{people}亿美元，增长{share}，占全省的{share}。",
    "第一产业、第二产业、第三产业增加值分别为{money}、{money}和{money}，分别增长{share}、{share}和{share}。",
    "规模以上{industry}企业资产负债率为{share}，比上年末下降{points}个百分点。",
    "“今年我们的订单增长了{share}，新增设备{hundreds}台。”{firm}负责人说。",
    "{park}设立规模{big}亿元的产业引导基金，已投资项目{small}个，带动社会资本{money}。",
    "{period}，{amount}增速高于全市{points}个百分点，{things}新增{fewer}。",
];

/// Sentences without a figure that counts.
pub const FILLER: &[&str] = &[
    "{park}坚持把创新作为引领发展的第一动力，不断完善从实验室到生产线的服务链条，让更多成果在园区落地。",
    "走进{firm}的车间，机械臂有序挥动，工程师正在屏幕前调试新一代{industry}设备。",
    "产业是园区的根基。围绕{industry}，{park}绘制产业链图谱，开展以商招商、以链招商。",
    "“从办理手续到厂房开工，一直有专人帮办，我们很放心。”{firm}的{name}说。",
    "近年来，{park}深入实施“放管服”改革，优化营商环境，企业的获得感越来越强。",
    "从5G应用到智能网联，从一张图纸到一款产品，{industry}的创意在这里变成现实。",
    "{park}管委会负责人表示，将继续完善政策，支持企业牵头组建创新联合体，攻克关键技术。",
    "会议强调，要坚持稳中求进工作总基调，统筹推进各项工作，切实抓好任务落实。",
    "园区里道路整洁，绿树成荫，人才公寓和学校已经投入使用，年轻人愿意来、留得住。",
    "双方将在{industry}领域开展联合攻关，共建公共技术平台，培养高层次人才。",
    "《{city}{industry}产业发展行动方案》日前印发，明确了{park}的功能定位和重点方向。",
    "面对复杂严峻的外部环境，{park}主动作为，{industry}产业加快集聚，发展质量持续改善。",
];

pub const HEADLINES: &[&str] = &[
    "{park}{industry}产业加快集聚",
    "{park}做强平台载体 优化创新生态",
    "{park}：向新而行",
    "{park}{amount}增长{share}",
    "{firm}项目在{park}开工",
    "{park}企业服务再提速",
    "{park}奋力争先",
    "{park}迈出新步伐",
];
pub const SECTIONS: &[&str] =
    &["综合", "工业", "固定资产投资", "对外经济", "科技和教育", "财政金融", "人才服务", "营商环境"];
pub const WEEKDAYS: &[&str] = &["一", "二", "三", "四", "五", "六", "日"];
pub const PAPERS: &[&str] = &["科技周报", "园区时报", "开发区报"];
