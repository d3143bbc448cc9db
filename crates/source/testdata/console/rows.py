"""The questions that record.py asks of Terraform: expressions of all that known values, and values known only after apply, may be."""

import itertools

# ---- Values.

SCALARS = ["null", "true", "false", "0", "1", "-1", "1.5", '""', '"a"', '"1"', '"-1.5"', '"true"', '"é"']
LISTS = [
    "[]", '["a"]', '["b", "a", "b"]', '[1, "a"]', '["a", null]', "[true, false]", "[2, 10, 1]", '[["a"], ["b", "a"]]', '[{ a = 1 }, { a = 2 }]',
    "tolist([])", 'tolist(["b", "a"])', "tolist([1, 2])", "toset([])", 'toset(["b", "a"])', "toset([10, 9])", "toset([true])",
]
MAPS = [
    "{}", "{ a = 1 }", '{ a = "x", b = 2 }', "{ a = null }", '{ a = ["x"], b = ["x", "y"] }', "tomap({})", 'tomap({ b = "x", a = "y" })',
    "tomap({ a = 1 })", 'tomap({ a = ["x"] })',
]
VALUES = SCALARS + LISTS + MAPS
# What else a value may be, for functions of one argument.
MORE = [
    '" a b "', r'"e\u0301"', '"👩‍👩‍👧x"', r'"a\nb\n"', '"1e3"', '"0x10"', '"TRUE"', '"A-b_c d"', "1e21", "0.1", "-0", "1 / 3", "-2.5",
    "tostring(null)", "tonumber(null)", "tobool(null)", "[null]", "[[]]", "[[[1]]]", "[{}]", '["", "a"]', '["1", 1]', "[1, true]", '[[1], ["a"]]',
    "[[1], {}]", '["true", "false"]', "tolist([null])", 'toset(["é", "z", "B"])', 'toset([["b"], ["a"]])', "toset([{ b = 1 }, { a = 2 }])",
    'tolist([["a"], []])', "{ b = { c = 1 } }", '{ "a b" = 1 }', "{ a = 1, b = true }", "{ a = [], b = {} }", "tomap({ a = null })",
    'sensitive("a")', "[for x in toset([3, 1, 2]) : x]", '"a/b/"', '"/"', '".."', '"a//b/../c"', '"10.0.0.0/8"', r'"{\"a\":[1,null]}"', '"YWI="',
    r'"a,b\n1,2"', '"a: [1, x]"',
]

UNARY = """abs ceil floor signum sum length upper lower title strrev trimspace chomp tostring tonumber tobool tolist toset tomap jsonencode
yamlencode jsondecode yamldecode csvdecode base64encode base64decode urlencode md5 sha1 sha256 sha512 base64sha256 base64sha512 keys values flatten
compact distinct reverse sort one alltrue anytrue transpose cidrnetmask basename dirname pathexpand coalesce coalescelist max min concat merge
setunion setintersection setproduct range nonsensitive issensitive ephemeralasnull try textencodebase64 fileexists formatlist format
setsubtract""".split()

FORMS = [
    "!{}", "-{}", '"${{{}}}"', '"x${{{}}}"', "{}[*]", "{}.*", "{}[0]", '{}["a"]', "{}.a", "{}[*].a", "{}.*.a", "[for x in {} : x]",
    "[for k, x in {} : k]", "{{ for k, x in {} : k => x }}", "{{ for x in {} : x => x... }}", "[for x in [1] : x if {}]",
    "{{ ({}) = 1 }}", "max({}...)", '{} ? "y" : "n"', '"%{{ if {} }}y%{{ else }}n%{{ endif }}"', '"%{{ for x in {} }}${{x}},%{{ endfor }}"',
    "{} == {}", "{}[{}]", "[{}, 1]", "[{}]", "tolist([{}, {}])", "{}[1.0]", "{}[-1]", '{}["0"]', "{}[null]", "{}.0",
]

# ---- Pairs.

OPERATORS = ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||"]
NUMBERS = ["0", "1", "-1", "3", "-7", "1.5", "-0.5", "0.1", "0.3", "1e21", "1 / 3", '"2"', '"-0"', '"x"', '"1e2"', "true", "null", "[]"]
BOOLS = ["true", "false", '"true"', '"false"', '"1"', '"0"', '"TRUE"', '""', "1", "null", "[]"]
TEXTS = ['""', '"a"', '"ab"', '"aab"', '"é"', r'"e\u0301"', '"1"', "1", "true", "null", '["a"]', '" "']
COUNTS = ["0", "1", "2", "-1", "-3", "5", "1.5", '"1"', '"x"', "null"]
CIDRS = ['"10.0.0.0/8"', '"10.1.2.3/30"', '"10.0.0.0/32"', '"0.0.0.0/0"', '"fd00::/8"', '"fd00::1/126"', '"10.0.0.0"', '"x"', '"10.0.0.0/33"', "null", '"010.0.0.0/8"']


def pairs(form, ones, others):
    return [form.format(one, other) for one in ones for other in others]


def written(text):
    return [line for line in text.strip("\n").split("\n") if line and not line.startswith("# ")]


def known():
    rows = []
    for value in VALUES + MORE:
        rows += [f"{name}({value})" for name in UNARY]
        rows += [form.format(*[f"({value})" if value[0] in "-1" else value] * 2) for form in FORMS]
    for operator in OPERATORS[:9]:
        rows += pairs("{} " + operator + " {}", NUMBERS, NUMBERS)
    rows += pairs("{} == {}", VALUES, VALUES)
    rows += pairs("{} && {}", BOOLS, BOOLS) + pairs("{} || {}", BOOLS, BOOLS) + pairs("{} != {}", BOOLS, BOOLS)
    rows += pairs("true ? {} : {}", VALUES, VALUES)
    some = SCALARS[:4] + SCALARS[6:9] + LISTS[::2] + MAPS[::2]
    rows += pairs("coalesce({}, {})", some, some) + pairs("try({}, {})", ["[][0]", "{}.a", '"a" + 1', "null.a"], some)
    rows += pairs("[{}, {}][0]", some[:3], some[:3]) + pairs("tolist([{}, {}])", some, some) + pairs("toset([{}, {}])", some, some)
    rows += pairs("concat({}, {})", LISTS + ["null", '"a"', "{}"], LISTS) + pairs("merge({}, {})", MAPS + ["null", "[]", '"a"'], MAPS + ["null"])
    rows += pairs("contains({}, {})", LISTS + ["null", '"a"', "{}"], ['"a"', "1", "true", "null", '["a"]', "{ a = 1 }", "[]"])
    rows += pairs("index({}, {})", LISTS + ["null", '"a"', "{}"], ['"a"', "1", "true", "null", '["a"]', "{ a = 1 }"])
    rows += pairs("element({}, {})", LISTS[:8] + LISTS[9:11] + LISTS[12:14] + ["null", '"a"', "{}"], COUNTS)
    rows += pairs("{}[{}]", ["[]", '["a", "b"]', 'tolist(["a", "b"])', 'toset(["a"])', '"ab"', "null", '{ "1" = 1, a = 2 }', 'tomap({ a = "x", "1" = "y" })'], COUNTS + ['"a"', "true", "[]"])
    rows += pairs("chunklist({}, {})", LISTS[:11] + ['toset(["b", "a"])', "null", "{}"], COUNTS)
    rows += [f"slice({one}, {a}, {b})" for one in ['["a", "b", "c"]', 'tolist(["a", "b"])', "[]", 'toset(["a"])', "null", '"abc"'] for a in COUNTS[:7] for b in COUNTS[:7]]
    rows += [f"substr({one}, {a}, {b})" for one in ['"abc"', '""', r'"e\u0301👩‍👩‍👧x"', "1", "null"] for a in COUNTS[:7] for b in COUNTS[:7]]
    for name in ["coalescelist", "setunion", "setintersection", "setsubtract", "setproduct"]:
        rows += pairs(name + "({}, {})", LISTS + ["null", '"a"', "{}"], LISTS[:3] + LISTS[4:5] + LISTS[9:15] + ["null"])
    rows += pairs("zipmap({}, {})", ["[]", '["a"]', '["a", "b"]', '["a", "a"]', "[1, 2]", '["a", null]', 'toset(["b", "a"])', "null"], ["[]", "[1]", '["x", "y"]', '[1, "x"]', 'tolist(["x", "y"])', 'toset(["y", "x"])', "null"])
    rows += [f"matchkeys({v}, {k}, {w})" for v in ["[]", '["x", "y"]', "[1, 2]", '[1, "x"]', 'toset(["x", "y"])', "null"] for k in ["[]", '["a", "b"]', "[1, 2]", 'tolist(["b", "a"])', 'toset(["a", "b"])'] for w in ["[]", '["b"]', "[1]", 'toset(["a", "b"])', '["a", 1]']]
    rows += [f"lookup({m}, {k}{d})" for m in MAPS + ["null", "[]", '"a"'] for k in ['"a"', '"z"', "1", "null"] for d in ["", ', "d"', ", 1", ", null", ", []"]]
    for name in ["startswith", "endswith", "strcontains", "trim", "trimprefix", "trimsuffix", "split"]:
        rows += pairs(name + "({}, {})", TEXTS, TEXTS)
    rows += pairs("join({}, {})", ['","', '""', "1", "null", "[]"], LISTS + ["null", '"a"', "{ a = 1 }"]) + ['join(",", ["a"], [], tolist(["b"]))', 'join(",")']
    rows += pairs("indent({}, {})", COUNTS, [r'"a\nb\n\nc"', '"a"', r'"\n"', "1", "null", "[]"])
    rows += pairs("parseint({}, {})", ['"10"', '"-10"', '"ff"', '"FF"', '"Zz"', '"+1"', '""', '"-"', '" 1"', '"1_0"', '"0x1"', '"99999999999999999999999"', "10", "1.5", "true", "null"], ["2", "8", "10", "16", "36", "37", "62", "63", "1", "0", "-2", '"10"', "null"])
    rows += pairs("pow({}, {})", NUMBERS[:10] + NUMBERS[11:], NUMBERS[:7] + NUMBERS[11:14] + ["2", "100", "0.5"]) + pairs("log({}, {})", ["0", "1", "2", "8", "100", "-1", "0.5", '"10"', "null"], ["0", "1", "2", "10", "-1", "0.5", "null"])
    rows += pairs("range({}, {})", COUNTS, COUNTS) + [f"range({a}, {b}, {c})" for a in ["0", "3", "-1.5"] for b in ["0", "3", "-2"] for c in ["1", "-1", "0", "0.5", "-0.25", "5", "null"]]
    rows += pairs("max({}, {})", NUMBERS, NUMBERS[::2]) + pairs("min({}, {})", NUMBERS, NUMBERS[1::2])
    rows += [f"cidrsubnet({c}, {a}, {b})" for c in CIDRS for a in ["0", "1", "8", "24", "-1", "1.5"] for b in ["0", "1", "255", "-1", "1.5"]]
    rows += pairs("cidrhost({}, {})", CIDRS, ["0", "1", "-1", "-2", "3", "4", "256", "1.5", "null", '"1"', "1e30"]) + pairs("cidrsubnets({}, {})", CIDRS, ["0", "1", "2, 1", "1, 2, 2", "1, 1, 1", "-1", "null", "1.5", "64"])
    rows += [f"cidrsubnets({c})" for c in CIDRS]
    rows += [f'replace({a}, {b}, {c})' for a in ['"aab"', '""', '"a.b/c"', "101", "null", r'"é e\u0301"'] for b in ['"a"', '""', '"/a+/"', '"/(a)(b)?/"', '"/(?P<n>a)/"', '"."', '"/"', '"//"', '"/(/"', '"/[^a]/"', "1", "null"] for c in ['"x"', '""', '"$1"', '"<$n>"', '"$${1}x"', '"$1x"', '"$$"', '"$0"', '"$2"', "1", "null"]]
    patterns = ['"a"', '"(a)"', '"(a)|(b)"', '"(?P<n>a)(b)?"', '"^"', '"$"', '"a*"', '"(?i)A"', '"(?s)."', '"[[:alpha:]]"', r'"\\d+"', r'"\\w"', r'"\\bb"', '"a{2}"', '"a{1,}?"', '"("', '"[a"', '"(?=a)"', r'"\\1"', '"(?P<n>a)(?P<n>b)"', '"x*?"', '"[^b]"', r'"\\pL"', '"(?:a)(.)"', "null", "1", '"a{1001}"', '"(?U)a+"', r'"\\Qa.\\E"', r'"\\x61"', r'"[\\d]"', r'"\\z"', '"(?<n>a)"', '"a++"', '"(?i:a)B"', '"|a"', r'"\\C"', r'"\\a"', r'"[\\]a]"', r'"[]a]"', r'"[^]a]"', '"[[:^alpha:]]"', '"[[:digit:]a]"', r'"\\S+"', r'"\\D"', r'"\\W"', r'"\\B."', '"a{1,2}"', '"a{,2}"', '"a{0}"', '"a{x"', r'"\\pN"', r'"\\x{61}"',
                r'"[\\w.]+"', '"[a&&b]"', '"[a~b]"', '"[a[b]"', '"a**"', '"a+*"', '"a??"', '"a{1}{2}"', '"(a*)*"', '"(?s).+"', '"(?:a|b)+"', r'"[\\s\\d]"', r'"\\."', '"a|"', '"()"', '"(a(b)?)"', r'"\\Aa"', '"[z-a]"', '"*"', '"^*"', r'"\\P{L}"', r'"[[:word:]]+$"']
    subjects = ['"aab"', '""', r'"b\na1"', '"é"', "101", "null"]
    for name in ["regex", "regexall"]:
        rows += pairs(name + "({}, {})", patterns, subjects)
    verbs = ["%s", "%v", "%d", "%q", "%t", "%#v", "%5s|", "%-5s|", "%05d", "%+d", "% d", "%x", "%X", "%#x", "%o", "%b", "%e", "%.2e", "%E", "%f", "%.0f", "%.3f", "%8.2f|", "%g", "%G", "%.3g", "%.2s", "%5.1s|", "%08.3f", "%-08d|", "%.5d", "%5t|", "%6v|", "%-6v|", "%+v", "%06d", "%.0d", "%05s", "%#o", "%#b", "%+.1e", "%z", "%5q|", "%.1q", "%06x", "%+f", "% f", "%#X"]
    values = ["null", "true", "0", "1", "-1", "255", "1.5", "-2.5", "0.05", "123456.789", "1e21", "1 / 3", '""', '"ab"', r'"é\"<"', '"7"', '["a", 1]', "{ a = null }", 'toset(["b"])']
    rows += pairs('format("{}", {})', verbs, values)
    rows += pairs("formatdate({}, {})", [f'"{text}"' for text in "YYYY-MM-DD;YY;Y;YYY;M;MM;MMM;MMMM;MMMMM;D;DD;DDD;E;EE;EEE;EEEE;h;hh;hhh;H;HH;A;AA;a;aa;m;mm;mmm;s;ss;Z;ZZ;ZZZ;ZZZZ;ZZZZZ;'q''t';'q;'';n;;é D-.:;hh:mmaa;YYYY'D'DD;1 2".split(";")], ['"2024-02-29T00:05:09Z"', '"1999-12-31T23:59:59.999+05:30"', '"0001-01-01T12:00:00-00:30"', '"x"', "null"])
    rows += pairs("timeadd({}, {})", ['"2024-02-29T00:05:09Z"', '"1999-12-31T23:59:59.999+05:30"', '"9999-12-31T23:59:59Z"', '"0000-01-01T00:00:00Z"', '"x"', '"2024-02-29t00:00:00z"', '"2024-02-29T24:00:00Z"', '"2024-02-29T00:00:60Z"', '"2024-1-1T00:00:00Z"', '"2024-02-29T00:00:00,5Z"'], ['"1h"', '"-1h30m"', '"1.5s"', '"1µs"', '"1000ms"', '"1d"', '"1"', '""', '"0"', '"-0"', '"+1h"', '"1h1h"', '"- 1h"', '"1 h"', '"1H"', '"300000000h"', '".5h"', '"1.h"', "null", "1"])
    rows += pairs("timecmp({}, {})", ['"2024-02-29T00:00:00Z"', '"2024-02-29T01:00:00+01:00"', '"2024-02-29T00:00:00.1Z"', '"x"', "null"], ['"2024-02-29T00:00:00Z"', '"2024-02-28T23:59:59.9Z"', '"2025-01-01T00:00:00Z"', "1"])
    encodings = ['"UTF-8"', '"utf-8"', '"UTF-16LE"', '"UTF-16BE"', '"UTF-16"', '"ISO-8859-1"', '"US-ASCII"', '"windows-1252"', '"x"', "null"]
    rows += pairs("textencodebase64({}, {})", ['"a"', '""', '"é"', '"€"', '"😀"', "1", "null"], encodings) + pairs("textdecodebase64({}, {})", ['"YQ=="', '""', '"6Q=="', '"YQA="', '"AGE="', '"YQ"', '"////"', '"PdgA3g=="', "null"], encodings)
    # Wrong numbers of arguments.
    for name in UNARY + "element index contains lookup split join substr replace regex format formatdate timeadd cidrhost cidrsubnet slice zipmap startswith range parseint chunklist can".split():
        rows += [f"{name}()", f'{name}("1", "2", "3", "4", "5")', f'{name}([]...)', f'{name}(["a"]...)', f"{name}(null...)"]
    rows += numbers() + texts() + documents() + others()
    return list(dict.fromkeys(rows))


def numbers():
    literals = "0 00 007 1. .5 1.0 1.50 0.10 1e3 1E3 1e+3 1e-3 1.5e2 -1 - 1 --1 1_000 0x10 1e400 1e-400 123456789012345678901234567890 0.1234567890123456789012345678901234567890 9007199254740993 1e30 1e-30 0.1e1 -0 -0.0 100000000000000000000.5".split()
    rows = literals + [f"tostring({one})" for one in literals] + [f'tonumber("{one}")' for one in literals + ["+1", " 1", "1 ", "", "Inf", "NaN", "0b1", "0o7", "1e", "e1", "1e1.5", "-.5", "+.5", "١", "1,5", "0x1p4", "infinity", "-Inf", "1p2", "0B1", "0X1F"]]
    rows += written("""
0.1 + 0.2
0.1 * 3
0.1 + 0.2 == 0.3
1 / 3
1 / 3 * 3
1 / 3 + 1 / 3 + 1 / 3 == 1
2 / 3
10 / 4
1e21 + 1
1e30 * 1e30
1e60 - 1e60
7 % 2.5
-7 % 2.5
7 % -3
0.3 % 0.1
5 % 0
1 / 0
-1 / 0
0 / 0
1 / 0 > 5
-1 / 0 < 5
1 / 0 == 1 / 0
floor(1 / 0)
"${1 / 4}"
"${0.1}"
"${1e3}"
"${1.50}"
"${-0}"
"${100000000000000000000000}"
"${0.000001}"
"${1 / 3}"
1 + 2 * 3 - 4 / 2
-2 * -3
2 - -2
!true == false
-1 < 0 && 0 < 1
1 < 2 == true
(1 + 2) * 3
10 - 4 - 3
100 / 10 / 2
7 % 4 % 2
1 == 1.0
1 == "1"
1e3 == 1000
9007199254740993 == 9007199254740992
0.1 == 0.10
1 > 0.9999999999999999999999
0.1 + 0.7
0.5 + 0.25
3 * 0.2
1.1 * 1.1
1.15 * 100
0.57 * 100
4.35 * 100
1.005 * 1000
123456789 * 987654321
123456789.123 * 1000
2.5 * 4
99999999999999999999 + 1
floor(0.1 * 30)
ceil(0.1 * 30)
floor(1.15 * 100)
ceil(1e21)
floor(-0.5)
ceil(-0.5)
floor("1.5")
ceil(123456789012345678901.5)
abs(-0)
abs("-2")
signum(-0.5)
signum("-3")
max(1, "2", 1.5)
min(-0, 0)
max()
max(1 / 3, 0.3)
sum([0.1, 0.2])
sum([1, "2"])
sum(["a"])
sum([null])
sum(toset([1, 2]))
sum([1, true])
sum({})
sum(tolist([1.5, 2.5]))
pow(2, 64)
pow(2, 0.5)
pow(-8, 1 / 3)
pow(10, -2)
pow(2, -1)
pow(1.5, 2)
pow(0, 0)
pow(10, 22)
pow(10, 23)
pow(3, 40)
log(1000, 10)
log(8, 2)
log(2, 8)
log(0, 2)
parseint("7fffffffffffffffffffffffffffffffff", 16)
parseint("-z", 36)
parseint("z", 62)
parseint("A", 62)
""")
    return rows


def texts():
    rows = written(r'''
"\n\t\r\"\\"
"\a"
"\u00e9"
"\U0001F600"
"\ud83d"
"\x41"
"$"
"%"
"$$"
"%%"
"$a%b"
"$${a}"
"%%{a}"
"$$${1}"
"$$$${1}"
"%%%{ if true }x%{ endif }"
"${1}${2}"
"${"a"}"
"${[1]}"
"${null}"
"x${null}"
"x${[]}"
"x${{}}"
"${true}"
"${true}x"
"${1.50}x"
"a${"b${"c"}"}"
"${ 1 }"
" ${ ~ 1 } "
" ${~ 1 ~} "
"a ${~ "b" } c"
"a ${ "b" ~} c"
"\n ${~ "b" ~} \n c"
"a ${~ " b " ~} c"
"${"a" ~} ${~ "b"}"
"%{ if true }a%{ endif }"
"%{ if false }a%{ endif }"
"%{ if false }a%{ else }b%{ endif }"
"%{ if null }a%{ endif }"
"%{ if "true" }a%{ endif }"
"%{ if "x" }a%{ endif }"
"%{ if 1 }a%{ endif }"
"x %{~ if true ~} a %{~ else ~} b %{~ endif ~} y"
"x %{ if true ~} a %{ else ~} b %{ endif ~} y"
"x %{ if false } a %{~ else } b %{~ endif } y"
"%{ for x in ["a", "b"] }${x},%{ endfor }"
"%{ for i, x in ["a", "b"] }${i}${x},%{ endfor }"
"%{ for k, x in { a = 1, b = 2 } }${k}=${x},%{ endfor }"
"%{ for x in toset(["b", "a"]) }${x}%{ endfor }"
"%{ for x in [] }${x}%{ endfor }"
"%{ for x in null }${x}%{ endfor }"
"%{ for x in "ab" }${x}%{ endfor }"
"%{ for x in [[1], [2]] }%{ for y in x }${y}%{ endfor }%{ endfor }"
"%{ for x in [1, 2] ~} ${x} %{~ endfor }"
"%{ for x in [1, null] }${x}%{ endfor }"
"%{ if true }%{ for x in [1] }${x}%{ endfor }%{ endif }"
"%{ if true }%{ if false }a%{ else }b%{ endif }%{ else }c%{ endif }"
"%{ else }"
"%{ endif }"
"%{ if true }"
"%{if true}a%{endif}"
"%{ if true }${1}%{ endif }"
"%{ elseif true }"
"${if}"
"${"
"a
"${true ? "y" : "n"}"
"${[for x in [1]: x][0]}"
"${{ a = "}" }.a}"
"a" == "a"
"a" < "b"
"a" + "b"
"1" + "2"
"é" == "e\u0301"
length("e\u0301")
length("🇩🇪🇫🇷")
length("\r\n")
length("각")
upper("ß ŉ ǆ ﬁ ı µ ÿ")
lower("İ Σ ẞ Ǆ K")
title("ǆ o'neil a_b a-b 1a éa ﬁ")
title("hello WORLD  two")
title("a.b,c/d(e)f\"g'h\u00a0i—j")
strrev("e\u0301a🇩🇪")
upper("e\u0301")
split("", "e\u0301a")
split("", "🇩🇪x")
split("e", "e\u0301e")
join("\u0301", ["e", "a"])
"e${"\u0301"}"
substr("e\u0301a", 0, 1)
replace("é", "e", "x")
replace("e\u0301", "\u0301", "")
trim("éé", "e\u0301")
trimspace("\u00a0\u2003a\u200b\ufeff")
trimspace("\u0085a\v")
trim("abcba", "ab")
trim("a-z", "a-b")
trim("", "a")
chomp("a\r\n\r\n")
chomp("a\n\r")
chomp("a\rb\r")
indent(2, "a\r\nb")
indent(0, "a\nb")
trimprefix("aaa", "a")
trimsuffix("aaa", "a")
trimprefix("a", "ab")
startswith("", "")
endswith("é", "\u0301")
strcontains("é", "e")
strcontains("a", "")
split(",", ",a,")
split(",,", "a,,,b")
split(" ", " a  b ")
urlencode("\u0000~!*'()+ é/")
md5("é")
base64encode("\u0000ÿ")
base64decode("gA==")
base64decode("YQ")
base64decode("YQ==\n")
base64decode(" YQ==")
base64decode("Y Q==")
base64decode("YR==")
base64decode("-_==")
basename("")
basename("/")
basename("a/b//")
basename("a/.")
basename("..")
dirname("")
dirname("/")
dirname("a/b/")
dirname("a/../b")
dirname("//a")
dirname("a//b")
dirname("./a")
dirname("..")
dirname("/..")
dirname("../../a/b")
abspath("/a/./b/../c/")
abspath("//a")
pathexpand("a~")
format("%%")
format("")
format("a%")
format("%s")
format("%s %s", "a")
format("%s", "a", "b")
format("%[1]s %[1]s", "a")
format("%[2]s %[1]s", "a", "b")
format("%[2]s", "a", "b")
format("%[1]s %s", "a", "b")
format("%[0]s", "a")
format("%[3]s", "a")
format("%[x]s", "a")
format("%[1]5s|", "a")
format("%5[1]s|", "a")
format("%*s", 5, "a")
format("%s%%%s", "a", "b")
format("% s", "a")
format("%5s|%-5s|", "é", "👩‍👩‍👧")
format("%é", 1)
format("%s é %s", "a", "b")
format(null)
format("%s", ["a"]...)
format(1)
format(true, 1)
format("x", "y")
format("%d", "x")
format("%d", true)
format("%t", "true")
format("%t", 1)
format("%v", null)
format("%s", null)
format("%d", 1e21)
format("%x", "ff")
format("%x", "zz")
format("%q", "a\nb")
format("%#v", { a = [1, "x", null] })
format("%v", "a")
format("%v", [1, { a = "b" }])
format("%3v|", true)
format("%-3v|", 1)
format("%.2f", 2.675)
format("%.1f", 0.25)
format("%.1f", 0.35)
format("%.0f", 0.5)
format("%.0f", 1.5)
format("%.0f", 2.5)
format("%f", 1e21)
format("%e", 0)
format("%g", 1e6)
format("%g", 123456)
format("%g", 1234567)
format("%g", 0.0001)
format("%g", 0.00001)
format("%v", 1000000)
format("%v", 1e21)
format("%v", 0.1)
format("%s", 1000000)
format("%s", 0.1)
format("%d", "0x10")
formatlist("%s-%s", ["a", "b"], "x")
formatlist("%s-%s", ["a", "b"], ["c"])
formatlist("%s", "a")
formatlist("x")
formatlist("%s-%d", ["a", "b"], [1, 2])
formatlist("%s", null)
formatlist("%s", [null])
formatlist("%s", toset(["b", "a"]))
formatlist("%s", [[1]])
formatlist("%v", [[1]])
formatlist("%s", { a = 1 })
formatlist("%v", { a = 1 })
formatlist("%s", [])
formatlist("%s %s", [], "x")
formatlist("%s %s", [], [])
formatlist("%s%s", ["a"], ["b", "c"])
formatlist("%s", [1, true, "x"])
formatlist(null, [1])
formatlist("%s", ["a"], ["b"])
templatestring("a", {})
core::upper("a")
upper ("a")
upper(
"a"
)
nosuch("a")
''')
    heredocs = ["<<X\na\n  b\nX\n", "<<-X\n  a\n    b\n  X\n", "<<-X\n    a\n\n  b\n  X\n", "<<-X\n  a\n   \n  b\nX\n", "<<-X\n\ta\n\t\tb\n\tX\n", "<<-X\n  \ta\n  b\nX\n", "<<X\nX\n", "<<-X\n  ${1}\n    b\n  X\n",
                "<<-X\n  a ${1}\n ${2}\n  X\n", "<<-X\n    %{ if true }\n  a\n    %{ endif }\n  X\n", "<<X\n%{ if true ~}\n  a\n%{ endif ~}\nb\nX\n", "<<X\n%{ for x in [1, 2] ~}\n- ${x}\n%{ endfor ~}\nX\n", "<<-X\n    %{ for x in [1, 2] ~}\n    - ${x}\n    %{ endfor ~}\n    X\n",
                "<<X\na\\n\"b\"$${c}\nX\n", "<<X\n  a\n  X\n", "<<X\nXY\nX\n", "<<-X\n  a${~ \"b\" ~}\n  c\n  X\n", "<<X\n${<<Y\na\nY\n}\nX\n", "<<-X\n  a\n b\n   c\n  X\n", "<<X\n${1}\nX\n", "<<X\n\nX\n", "<<-X\n  é\n    e\u0301\n  X\n", "<<X\na\n${\"b\"}${\"c\"}\n\nX\n",
                "<<-X\n  %{~ if true }\n    a\n  %{~ endif }\n  X\n", "<<-X\n  a\n  %{ if true ~}\n    b\n  %{~ else ~}\n  c\n  %{ endif }\n  d\n  X\n", "<<-X\n  a\n\n\n    b\n  X\n", "<<-X\n   ${1} x\n  y\n  X\n", "<<-X\n  a  \n    ${~ 1}\n  X\n"]
    return rows + heredocs + ["upper(" + one + ")" for one in heredocs]


def documents():
    return written(r'''
jsonencode("\u2028\u2029\u007f\u0000<>&'/é😀")
jsonencode({ b = 1, a = [null, true, 1.50, "x"], "é" = {} })
jsonencode(1e21)
jsonencode(0.1 + 0.2)
jsonencode(1 / 3)
jsonencode(-0)
jsonencode(toset([10, 9, 1]))
jsonencode(tomap({ b = 1, a = 2 }))
jsondecode("1.50")
jsondecode("1e3")
jsondecode("-0")
jsondecode("12345678901234567890.125")
jsondecode("\"\\u00e9\\ud83d\\ude00\"")
jsondecode("\"\\ud800\"")
jsondecode("\"e\\u0301\"")
jsondecode("[1, [2], {\"a\": null}]")
jsondecode("{\"a\": 1, \"a\": 2}")
jsondecode("{\"b\": 1, \"a\": [true, \"x\"]}")
jsondecode(" 1 ")
jsondecode("1 2")
jsondecode("")
jsondecode("nul")
jsondecode("01")
jsondecode("1.")
jsondecode("+1")
jsondecode("[1,]")
jsondecode("{a: 1}")
jsondecode("'a'")
jsondecode("\"a\nb\"")
jsondecode("NaN")
jsondecode("1e400")
jsondecode("{\"e\\u0301\": 1}")
jsondecode("{}")
jsondecode("[]")
jsondecode("// c\n1")
jsondecode("\ufeff1")
jsondecode(1)
jsondecode(true)
jsondecode("[[1],[\"a\"]]") == [[1], ["a"]]
csvdecode("a,b\n1,2")
csvdecode("a\n\n1\n")
csvdecode("a,b\n1,2,3")
csvdecode("a,b\n1")
csvdecode("a,a\n1,2")
csvdecode("a,b\n\"x,\"\"y\"\"\",z\n")
csvdecode("a\n\"b\nc\"")
csvdecode("\n\na\n1")
csvdecode("a, b\n1, 2")
csvdecode("a\n\"x\"y")
csvdecode("a\nx\"y")
csvdecode("a\n\"x")
csvdecode("a,b")
csvdecode("")
csvdecode("\n")
csvdecode("a\r\n1\r\n")
csvdecode("a\r1")
csvdecode("a,\n1,2")
csvdecode(",\n1,2")
csvdecode("a\n\"\"")
csvdecode("a,b\n\"\",\n")
csvdecode("a\n \"x\"")
csvdecode("é\ne\u0301")
csvdecode("a\n\"x\r\ny\"")
csvdecode("\"a\"\"b\"\n1")
csvdecode("a\n#1")
csvdecode("a;b\n1;2")
yamlencode("a")
yamlencode("a\nb")
yamlencode("a\nb\n")
yamlencode("a\n\nb\n\n")
yamlencode("\na")
yamlencode(" a\nb")
yamlencode("a\n b")
yamlencode("a: b # c")
yamlencode("é😀\u0007\u007f\u0085\u00a0\u2028\ufeff\ue000")
yamlencode("\t")
yamlencode("a\tb\n")
yamlencode("")
yamlencode("true")
yamlencode({ "a b" = 1, "1" = 2, "" = 3, "é" = 4 })
yamlencode({ "a\nb" = 1 })
yamlencode("\n")
yamlencode("\n\n")
yamlencode("  a\n")
yamlencode("a\n ")
yamlencode("a\n\n b\n")
yamlencode("a\rb\n")
yamlencode(join(" ", [for i in range(30) : "${i}a"]))
yamlencode(join("  ", [for i in range(30) : "${i}a"]))
yamlencode(join("", [for i in range(30) : "${i}ab"]))
yamlencode("${join("", [for i in range(30) : "abc"])} ")
yamlencode("${join("", [for i in range(30) : "abc"])} d")
yamlencode("${join("", [for i in range(30) : "é\t"])} d e")
yamlencode({ a = { b = [join(" ", [for i in range(30) : "${i}a"])] } })
yamlencode([[join(" ", [for i in range(30) : "${i}a"])]])
yamlencode([{ a = join(" ", [for i in range(30) : "${i}a"]), b = 1 }])
yamlencode({ "a key" = { "another \"key\"" = join(" ", [for i in range(30) : "${i}a"]) } })
yamlencode("${join("", [for i in range(26) : "abc"])} d e")
yamlencode("${join("", [for i in range(26) : "abc"])}d e")
yamlencode("${join("", [for i in range(26) : "abc"])}de f")
yamlencode("${join("", [for i in range(26) : "abc"])}def g")
yamlencode([[], {}, [[]], [{}], [[1, 2], [3]]])
yamlencode([{ a = 1, b = [1, { c = 2 }] }])
yamlencode({ a = { b = { c = [] } } })
yamlencode({ a = "x\ny\n", b = ["x\ny"] })
yamlencode([1.50, 1e21, 0.1, -0, null])
yamlencode(1)
yamlencode(null)
yamlencode(true)
yamlencode(toset(["b", "a"]))
yamlencode([["a\nb\n"]])
yamlencode({ a = { b = "x\n y\n" } })
yamlencode("long ${join(" ", [for i in range(40) : "word${i}"])}")
yamldecode("a")
yamldecode("1")
yamldecode("1.5")
yamldecode("1e3")
yamldecode("0x1F")
yamldecode("0o17")
yamldecode("017")
yamldecode("0b11")
yamldecode("1_000")
yamldecode("+1")
yamldecode(".5")
yamldecode(".inf")
yamldecode("a: &a {x: 1, z: 2}\nb: {<<: *a, x: 3}")
yamldecode("a: &a {x: 1, z: 2}\nb: {x: 3, <<: *a}")
yamldecode("a: &a {x: 1}\nc: &c {x: 2}\nb: {<<: [*a, *c], x: 4}")
yamldecode("a: &a {x: 1}\nb: {\"<<\": *a, x: 3}")
yamldecode("b: {<<: {x: 1}, z: 2}")
yamldecode("b: {<<: {}, z: 2}")
yamldecode("b: {<<: 1, z: 2}")
yamldecode("b: {<<: null, z: 2}")
yamldecode("b: {<<: a, z: 2}")
yamldecode("a: &a {x: 1}\nb: &b {<<: *a, z: 2}\nc: {<<: *b, w: 3}")
yamldecode("a: <<")
yamldecode("<<")
yamldecode("yes")
yamldecode("'yes'")
yamldecode("on")
yamldecode("True")
yamldecode("y")
yamldecode("null")
yamldecode("~")
yamldecode("Null")
yamldecode("")
yamldecode("# c")
yamldecode("a: 1\na: 2")
yamldecode("a: b\nc:\n- 1\n- x\n")
yamldecode("- a\n- - b\n  - c\n")
yamldecode("{a: 1, b: [x, 'y', \"z\\n\"]}")
yamldecode("|\n a\n b\n")
yamldecode(">\n a\n b\n\n c\n")
yamldecode("a: |-\n  x\n  y\n")
yamldecode("a: &x [1]\nb: *x\n")
yamldecode("a: &x {k: 1}\nb:\n  <<: *x\n  c: 2\n")
yamldecode("1: a\ntrue: b\nnull: c\n")
yamldecode("1.5: a")
yamldecode("? [a]\n: b")
yamldecode("!!str 1")
yamldecode("!x 1")
yamldecode("!!binary YQ==")
yamldecode("2020-01-01")
yamldecode("12:30:45")
yamldecode("a: 'it''s'")
yamldecode("a: \"\\u00e9\"")
yamldecode("a: b: c")
yamldecode("a:\tb")
yamldecode("\ta: b")
yamldecode("---\na\n...\n")
yamldecode("---\na\n---\nb\n")
yamldecode("%YAML 1.1\n---\na: 1\n")
yamldecode("a: x # c\nb: x#c\n")
yamldecode("[a, b")
yamldecode("a: [")
yamldecode("- 1\n- 2.50\n- 1e21\n- 12345678901234567890\n- 0.1\n")
yamldecode("- \"1\"\n- '1'\n- !!int \"1\"\n")
yamldecode("a: ''\nb:\nc: \"\"\n")
yamldecode("'a'\n")
yamldecode("\"no\"")
yamldecode("- no\n- \"no\"\n")
yamldecode("a: no-way\nb: 1.2.3\nc: 10.0.0.0/8\nd: 1h\ne: 0.0.0.0\n")
yamldecode("a: 08\nb: 0.10\nc: 1e\nd: 0xZ\n")
yamldecode("- -1\n- - 1\n- -0\n- +0\n")
yamldecode("\"e\\u0301\"")
yamldecode("a: @x")
yamldecode("a: `x")
yamldecode("a: %x")
yamldecode("a: x, y")
yamldecode("a: {b}")
yamldecode("a: [b: c]")
yamldecode("foo\nbar")
yamldecode("a:\n  b\n  c\n")
yamldecode(jsonencode({ a = [1, "x", null, true, "yes", "1"] }))
yamldecode(yamlencode({ a = ["x\ny\n", "é", " "], b = { c = null } }))
base64decode(base64encode("é"))
base64decode(base64gzip("a"))
jsondecode(jsonencode({ a = toset([1]) }))
''')


def others():
    return written(r'''
[for x in [3, 1, 2] : x]
[for x in toset([3, 1, 2]) : x]
[for k, v in toset(["b", "a"]) : "${k}${v}"]
[for k, v in ["a", "b"] : k]
[for k, v in { b = 1, a = 2 } : k]
[for x in [1, 2, 3] : x if x > 1]
[for x in [1, 2, 3] : x if "true"]
[for x in [1, 2, 3] : x if null]
[for x in [1, 2, 3] : x if 1]
[for x in [1, "a"] : x]
[for x in [[1], [2]] : x...]
[for x in [1] : x => x]
{ for x in [1] : x }
{ for x in ["a", "b"] : x => upper(x) }
{ for x in ["a", "a"] : x => x }
{ for x in ["a", "a"] : x => x... }
{ for x in ["a", "b", "a"] : x => length(x)... }
{ for i, x in ["a", "b", "a"] : x => i... if i > 0 }
{ for x in ["b", "a"] : x => x if x != "b" }
{ for x in [] : x => x }
{ for x in [1, 2] : x => x }
{ for x in [true] : x => x }
{ for x in [null] : x => x }
{ for x in [null] : "a" => x }
{ for x in [[]] : x => x }
{ for k, v in { a = 1, b = "x" } : k => v }
{ for k, v in { a = 1, b = 2 } : v => k }
{ for k, v in tomap({ a = 1 }) : k => v }
{ for x in toset(["b", "a"]) : x => x }
[for x in [1] : [for y in [2] : x + y]]
[for x in [1, 2] : x * 2][1]
[for x in [1] : x].0
{ for x in ["a"] : x => 1 }.a
{ for x in ["a"] : x => 1 }["a"]
[for each in [1] : each]
[for x in [{ a = 1 }, { b = 2 }] : x.a]
[for x in [{ a = 1 }, {}] : try(x.a, 0)]
[for x in "abc" : x]
[for x in 1 : x]
[for x in null : x]
[for x, y, z in [] : x]
{ a = 1, b : 2, "c" = 3, (upper("d")) = 4 }
{ a = 1, a = 2 }
{ "a" = 1, a = 2 }
{ 1 = 2 }
{ 1.50 = 2 }
{ true = 1, null = 2 }
{ (null) = 1 }
{ ([]) = 1 }
{ (1) = 2 }
{ (true) = 2 }
{ a.b = 1 }
{ "${"a"}" = 1 }
{ "a${1}" = 1 }
{ upper("a") = 1 }
{ a-b = 1 }
{ é = 1 }
{ "" = 1 }
{ if = 1, for = 2 }
{ a = 1 b = 2 }
{ a = 1, }
{ , }
[1, 2, ]
[, ]
[1 2]
{ a = 1 }.a
{ a = 1 }["a"]
{ a = 1 }.b
{ a = 1 }["b"]
{ a = { b = [1, 2] } }.a.b[1]
{ a = { b = [1, 2] } }["a"]["b"][0]
{ "1" = "x" }[1]
{ "1" = "x" }["1"]
{ "true" = "x" }[true]
tomap({ a = 1 }).a
tomap({ a = 1 }).b
tomap({ a = 1 })["b"]
[1, 2][0]
[1, 2].0
[1, 2]["1"]
[1, 2][1.5]
[1, 2][2]
[1, 2][-1]
[1, 2]["a"]
[1, 2][true]
[1, 2][null]
[1, 2][[]]
tolist([1, 2])[1]
tolist([1, 2])[2]
tolist([1, 2]).1
toset([1])[0]
toset(["a"]).a
toset([{ a = 1 }])[*].a
toset([{ a = 1 }]).*.a
"abc"[0]
"abc".a
1[0]
null[0]
null.a
null[null]
null["a"]
[[1, 2], [3]][0][1]
[[1, 2], [3]].0.1
[1, 2, 3][*]
[{ a = 1 }, { a = 2 }][*].a
[{ a = 1 }, { b = 2 }][*].a
[{ a = [1] }, { a = [2] }][*].a[0]
[{ a = [1] }, { a = [2] }].*.a[0]
[{ a = [1] }, { a = [2] }].*.a.0
[[1], [2]][*][0]
[[1], [2]].*[0]
[[{ a = 1 }]][*][*].a
[[{ a = 1 }], []][*][*].a
{ a = 1 }[*].a
{ a = 1 }.*.a
{ a = 1 }[*]["a"]
null[*]
null[*].a
null.*.a
"x"[*]
1[*]
tostring(null)[*]
tolist([{ a = 1 }])[*].a
tolist([])[*].a
tomap({ a = { b = 1 } })[*].b
tomap({ a = { b = 1 } })[*].a.b
[null][*]
[null][*].a
[null, { a = 1 }][*].a
{ a = null }.a[*]
[{ a = null }][*].a[*]
[[1, 2], [3]][*][1]
true ? 1 : "a"
true ? "a" : 1
true ? true : "a"
true ? 1 : true
true ? null : 1
true ? null : null
false ? null : "x"
true ? [1] : ["a"]
true ? [1, 2] : [1]
true ? [1, "a"] : [true]
true ? [] : [1]
true ? [1] : []
true ? [1] : tolist(["a"])
true ? tolist([1]) : ["a"]
true ? [1] : toset(["a"])
true ? toset([1]) : [1]
true ? toset([1]) : ["a", 1]
true ? {} : { a = 1 }
true ? { a = 1 } : {}
true ? { a = 1 } : { a = "x" }
true ? { a = 1, b = 2 } : { a = 1 }
true ? { a = 1, b = "x" } : { a = 1 }
true ? { a = 1, b = [] } : { a = 1 }
true ? { a = 1 } : tomap({ a = "x" })
true ? tomap({ a = 1 }) : { b = "x" }
true ? tomap({ a = 1 }) : {}
true ? { a = null } : { a = 1 }
true ? { a = 1 } : { a = null }
true ? { a = 1, b = null } : { a = "x" }
true ? [null] : [1]
true ? [null, 1] : [1]
true ? [1] : {}
true ? 1 : []
true ? "a" : {}
true ? [[1]] : [["a"]]
true ? [[1], []] : []
true ? [{ a = 1 }] : []
true ? [{ a = 1 }] : [{ a = "x" }, { a = 2 }]
true ? [{ a = 1 }, { b = 2 }] : []
true ? { a = { b = 1 } } : { a = { b = "x" } }
true ? { a = { b = 1 } } : { a = {} }
true ? { a = [1] } : { a = ["x", "y"] }
"true" ? 1 : 2
"x" ? 1 : 2
1 ? 1 : 2
"1" ? 1 : 2
null ? 1 : 2
[] ? 1 : 2
true ? 1 : nosuch
true ? 1 : [][0]
false ? [][0] : 1
true ? [][0] : 1
true ? 1 : null.a
true ? 1 : tonumber("x")
true ? 1 : upper(null)
true ? true : false ? 1 : 2
false ? 1 : false ? 2 : 3
true ? "${1}" : 2
(true ? [1] : ["a"])[0]
(true ? { a = 1 } : { a = "x" }).a
(true ? null : tostring(null)) == null
true ? tostring(null) : 1
true ? 1 : tostring(null)
true ? tonumber(null) : "a"
[1] == [1]
[1] == ["1"]
[1] == tolist([1])
tolist([1]) == tolist(["1"])
toset([1, 2]) == toset([2, 1])
tolist([]) == tolist([])
tolist(["a"]) == tolist([])
{ a = 1 } == { a = 1 }
{ a = 1 } == { a = "1" }
{ a = 1 } == tomap({ a = 1 })
{ a = 1 } == { a = 1, b = 2 }
tomap({}) == tomap({})
null == null
null == tostring(null)
tostring(null) == tonumber(null)
[null] == [null]
[null] == [tostring(null)]
{ a = null } == { a = null }
1 == true
"" == null
[] == null
[] == []
{} == {}
[] == tolist([])
[[]] == [tolist([])]
true && null
false && null
null || true
null && false
true || [][0]
[][0] || true
false && [][0]
true && "x"
false && "x"
true && 1
!null
!"true"
!"x"
!0
-"1"
-"x"
-null
-true
-[]
1 + null
"a" + 1
true + 1
[] + []
1 < "2"
1 < "a"
1 < true
1 < null
[1] < [2]
try()
try(1)
try([][0])
try([][0], 1)
try([][0], {}.a, "x")
try(null, 1)
try(null.a, 1)
try("a" + 1, 2)
try(nosuch, 1)
try(nosuch(), 1)
try(tolist([1]), ["a"])
try(["a"]..., "b")
try([][0], null)
try(null[0], {}[0], null.a, [1][0])
can()
can(1)
can(1, 2)
can([][0])
can(null)
can(null.a)
can(tonumber("x"))
can(nosuch)
can(tolist([1, {}]))
can(toset([1, []]))
can(tomap({ a = 1, b = [] }))
can(tolist(null))
can(upper(null))
can(upper([]))
can(upper("a", "b"))
can(upper())
can(true ? [] : {})
can([1] == 1)
length(null)
length(1)
length(true)
length(tolist(null))
concat()
concat([])
concat([1], ["a"])
concat(tolist([1]), ["a"])
concat(tolist([1]), tolist(["a"]))
concat(tolist([1]), tolist([2]))
concat(toset(["b", "a"]), ["c"])
concat(null)
concat([null])
flatten([1, [2, [3, [4]]]])
flatten([[], [[]]])
flatten([{ a = [1] }])
flatten([toset([2, 1])])
flatten([null])
flatten([[null]])
flatten(toset([["a"]]))
flatten({ a = [1] })
flatten("a")
flatten([tolist(["a"]), tolist(["b"])])
compact(["a", "", null])
compact([1, 0])
compact([true])
compact([[]])
compact(toset(["", "b", "a"]))
compact([])
coalesce(null, "", "a")
coalesce("", null)
coalesce(null, 0)
coalesce(null, false)
coalesce(1, "a")
coalesce(true, 1)
coalesce(null, [])
coalesce([], [1])
coalesce({}, { a = 1 })
coalesce()
coalesce(null)
coalesce(["a"]...)
coalesce(null, [1], ["a"])
coalesce({ a = 1 }, {})
coalesce("a", [])
coalesce(tostring(null), 1)
coalescelist([], [1])
coalescelist(["a"], [1])
coalescelist(null, [1])
coalescelist([1], null)
coalescelist(toset([]), ["a"])
coalescelist(tolist([]), [])
coalescelist()
coalescelist("a")
coalescelist([[]], [])
distinct([1, "1", true])
distinct([1, 1.0])
distinct(["b", "a", "b"])
distinct([[1], [1]])
distinct([{ a = 1 }, { a = 1 }])
distinct([null, null])
distinct([1, null])
distinct([1, []])
distinct(toset(["b", "a"]))
distinct([])
reverse(["a", 1])
reverse(tolist(["a", "b"]))
reverse(toset(["a", "b"]))
reverse("ab")
sort(["b", "a", "B", "é", "10", "9"])
sort([10, 9])
sort([true])
sort([null])
sort(["a", null])
sort([[]])
sort(toset(["b", "a"]))
sort([])
one([null])
one([[1]])
one(toset([]))
one({})
one("a")
one([1, 2])
one(tolist([]))
alltrue([true, "true"])
alltrue([true, "x"])
alltrue([null])
alltrue([true, null])
alltrue([1])
alltrue(["1"])
alltrue([[]])
alltrue(toset([true]))
alltrue({})
anytrue([null])
anytrue([null, true])
anytrue([false, "true"])
anytrue([])
anytrue(null)
keys({ b = 1, a = 2 })
keys(tomap({ b = 1 }))
keys([])
keys(null)
values({ b = 1, a = "x" })
values(tomap({ b = 1, a = 2 }))
values({ b = null })
merge()
merge({})
merge(null)
merge({ a = 1 }, { a = "x" })
merge(tomap({ a = 1 }), tomap({ b = 2 }))
merge(tomap({ a = 1 }), tomap({ b = "x" }))
merge(tomap({ a = 1 }), { b = 2 })
merge({ a = 1 }, [])
merge([{ a = 1 }]...)
merge({ a = { b = 1 } }, { a = { c = 2 } })
merge(tomap(null), { a = 1 })
zipmap(["a"], [null])
zipmap([1], [2])
zipmap(["a", "a"], [1, 2])
zipmap(["a"], tolist([1]))
zipmap([[]], [1])
transpose({ a = ["x"], b = ["x", "y"] })
transpose({})
transpose({ a = [] })
transpose({ a = [1] })
transpose({ a = [null] })
transpose({ a = "x" })
transpose({ a = toset(["y", "x"]) })
setproduct(["a", "b"], [1, 2])
setproduct(["a"], [1, "x"])
setproduct(["a"], [])
setproduct([], [])
setproduct(toset(["b", "a"]), [1])
setproduct(["a"])
setproduct([1], [2], [3])
setproduct(["a"], [["b"]])
setproduct([null], [1])
setproduct([[1], 2], ["a"])
setunion()
setunion([1], ["a"])
setunion([1], [true])
setunion([1], [])
setunion(["a"], [null])
setunion([[1]], [["a"]])
setintersection([1, 2], ["2", "3"])
setintersection([1], [])
setsubtract([1, 2], ["2"])
setsubtract([], [1])
setsubtract([1], [])
tolist([1, "a", true])
tolist([1, true])
tolist([1, null])
tolist([[1], ["a"]])
tolist([[1], [1, 2]])
tolist([{ a = 1 }, { a = "x" }])
tolist([{ a = 1 }, { b = 2 }])
tolist([{ a = 1 }, { a = 1, b = 2 }])
tolist([[], [1]])
tolist([1, []])
tolist([{}, []])
tolist([[null], [1]])
tolist([tolist([1]), tolist(["a"])])
tolist([tolist([1]), ["a", "b"]])
tolist([toset([1]), ["a"]])
tolist(toset([2, 1]))
tolist({ a = 1 })
tolist("a")
toset([1, "1"])
toset([1, 1.0, "1"])
toset(["a", null])
toset([null, null])
toset([[1], ["1"]])
toset([{ a = 1 }, { a = "1" }])
toset(tolist(["b", "a", "b"]))
toset({ a = 1 })
toset(["B", "a", "é", "e\u0301", "10", "9"])
toset([1.5, -1, 10, 0.1])
toset([[2], [10], [1]])
toset([[true], [false]])
toset([{ a = "b" }, { a = "a" }])
toset([["b", 1], ["a", 2]])
tomap({ a = 1, b = "x" })
tomap({ a = 1, b = true })
tomap({ a = 1, b = null })
tomap({ a = [1], b = ["x"] })
tomap({ a = [1], b = [] })
tomap({ a = {}, b = { c = 1 } })
tomap({ a = 1, b = [] })
tomap([])
tomap("a")
tostring([])
tostring("a")
tostring(-0)
tonumber(true)
tonumber("")
tobool(1)
tobool("1")
tobool(0)
tobool("TRUE")
tobool("True")
tobool("")
sensitive("a") == "a"
issensitive(sensitive("a"))
issensitive("a")
issensitive([sensitive("a")])
nonsensitive(sensitive("a"))
nonsensitive("a")
"x${sensitive("a")}"
length(sensitive("abc"))
length([sensitive("a")])
sensitive(true) ? 1 : 2
[for x in sensitive(["a"]) : x]
keys(sensitive({ a = 1 }))
{ (sensitive("a")) = 1 }
nonsensitive([for x in sensitive(["a", "b"]) : upper(x)])
nonsensitive("x${sensitive("a")}")
nonsensitive(sensitive(1) + 1)
nonsensitive(sensitive(true) ? 1 : 2)
nonsensitive(sensitive({ a = 1 }).a)
nonsensitive(toset([sensitive("a"), "b"]))
nonsensitive(issensitive(sensitive(1)))
sensitive(null) == null
try(sensitive("a"), "b")
can(sensitive([])[0])
range(0)
range(-3)
range(1.5)
range(1, 1)
range(1, 1, -1)
range(0, 1, 0)
range(2000)
range(1024)
range(0, 1025)
range("2")
range(null)
range(1, 2, 3, 4)
regexall("a", "aaa")
regexall("(a)(b)?", "aba")
regexall("(?P<x>a)", "aa")
regexall("x", "a")
regexall("", "ab")
regex("", "ab")
regex("(a)?(b)", "b")
regex("(?P<x>a)?(?P<y>b)", "b")
regexall("[\\w-.]", "a-.")
regexall("[\\w-a]+", "a-")
regexall("[+--]", "+,-.")
regexall("[.-\\w]+", "a")
regexall("[a--b]", "a")
regexall("[a&&b]+", "a&b")
regexall("[a~~b]+", "a~b")
regexall("[[a]+", "[a")
regexall("[]a]+", "]a")
regexall("[^]]", "a]")
regexall("[]", "a")
regexall("[a-]+", "a-")
regexall("[-a]+", "a-")
regexall("[^-a]", "b-")
regexall("[b-a]", "a")
regexall("[\\d-z]", "5-z")
regexall("[a-\\d]", "a")
regexall("[\\x41-\\x{43}]+", "ABCD")
regexall("[\\101-\\103]", "ABD")
regexall("[\\n\\t]", "a")
regexall("[\\Qa\\E]", "a")
regexall("[\\b]", "a")
regexall("[\\pL-]+", "é-1")
regexall("[[:foo:]]", "a")
regexall("[[:foo]", "f")
regexall("[[:^alpha:]]", "a1")
regexall("[[:word:]-]+", "a_-")
regexall("\\<a", "<a")
regexall("\\_\\-\\/", "_-/")
regexall("\\123", "S")
regexall("\\1", "a")
regexall("\\0", "a")
regexall("\\08", "8")
regexall("\\8", "8")
regexall("\\x4", "a")
regexall("\\x41", "A")
regexall("\\x{110000}", "a")
regexall("\\x{}", "a")
regexall("\\u0041", "A")
regexall("\\C", "a")
regexall("\\Z", "a")
regexall("\\Aa\\z", "a")
regexall("\\e", "a")
regexall("\\é", "é")
regexall("a\\", "a")
regexall("a\\Q.*\\E+", "a.**")
regexall("\\Qa", "a")
regexall("a\\E", "a")
regexall("\\Q\\E*", "a")
regexall("a*\\Q\\E*", "aa")
regexall("\\p{Greek}", "αa")
regexall("\\P{Greek}", "αa")
regexall("\\p{^Greek}", "αa")
regexall("\\pL", "aé1")
regexall("\\PN", "a1")
regexall("\\p{Script=Latin}", "a")
regexall("\\p{sc=Greek}", "a")
regexall("\\p{Alphabetic}", "a")
regexall("\\p{Any}", "aé")
regexall("\\p{", "a")
regexall("\\p", "a")
regexall("\\p{}", "a")
regexall("(?x) a b", "ab")
regexall("(?u)a", "a")
regexall("(?R)a", "a")
regexall("(?-)a", "a")
regexall("(?)a", "a")
regexall("(?i-i)A", "aA")
regexall("(?ii)A", "aA")
regexall("(?i:a)b", "AbAB")
regexall("a(?i)b|c", "aBCcA")
regexall("(?s-i:.)", "a")
regexall("(?U)a{1,3}", "aaa")
regexall("(?U)a{1,3}?", "aaa")
regexall("(?i", "a")
regexall("(?=a)", "a")
regexall("(?!a)", "a")
regexall("(?<n>a)", "a")
regexall("(?P<1a>x)", "x")
regexall("(?P<né>x)", "x")
regexall("(?P<>x)", "x")
regexall("(?P<n>a)(?P<n>b)", "ab")
regexall("a(?i)*", "aA")
regexall("a{,3}", "a{,3}")
regexall("a{01}", "a{01}")
regexall("a{2}{2}", "aaaa")
regexall("a{1001}", "a")
regexall("a{2,1}", "a")
regexall("a{100000000000}", "a")
regexall("(a{100}){11}", "a")
regexall("(?:a{2,}){500}|a", "a")
regexall("(?:a{2,}){501}|a", "a")
regexall("(?:a{0}){1000}", "a")
regexall("a*?*", "a")
regexall("^*a", "a")
regexall("(*a)", "a")
regexall("|*", "a")
regexall("a||b", "ab")
regexall("()", "a")
regexall("a)", "a")
regexall("(|a)*", "aab")
regexall("(|a)+", "aab")
regexall("(?i)[^k]", "kKb")
regexall("(?i)\\W", "ſs-")
regexall("(?i)[[:^lower:]]", "ſs-A")
regexall("\\B", "é a")
regexall("\\bé", "é")
regexall("{", "{")
regexall("a}", "a}")
regex("(?P<x>a)(b)", "ab")
regex("a.c", "a\nc")
regex("(?s)a.c", "a\nc")
regex("(?m)^b$", "a\nb\nc")
regex("é", "e\u0301")
replace("hello", "/l/", "L")
replace("a/b", "/", "-")
replace("abc", "/(?P<x>b)/", "[$x]")
replace("abc", "/b/", "$0$0")
replace("abc", "/b/", "$$x")
replace("abc", "/(b)/", "$1_x")
replace("abc", "/(b)/", "$${1}_x")
replace("abc", "b", "$1")
replace("abc", "//", "x")
replace("a.b", "/\\./", "")
matchkeys(["a"], ["x"], ["x"])
matchkeys(["a"], [1], ["1"])
index(["a", "b"], "b")
index([1], "1")
index(["a"], null)
index(tolist(["a"]), "a")
index(toset(["a"]), "a")
contains(["a"], null)
contains([null], null)
contains({ a = 1 }, 1)
contains([], "a")
contains([[1]], [1])
contains(tolist([1]), 1)
contains(["1"], 1)
element(["a", "b"], 5)
element(["a", "b"], 1.5)
element(["a", 1], 1)
element(toset(["b", "a"]), 0)
lookup({ a = 1 }, "b", "x")
lookup({ a = 1, b = "x" }, "a", true)
lookup(tomap({ a = 1 }), "b", "2")
lookup(tomap({ a = 1 }), "b", "x")
lookup(tomap({ a = [1] }), "b", [])
lookup(tomap({ a = 1 }), "b", null)
lookup({}, "a", null)
lookup(tomap({}), "a", "d")
chunklist(["a", 1], 1)
chunklist([[1], ["a"]], 1)
slice(["a", 1, true], 1, 2)
base64gzip("")
path.module
path.root
terraform.workspace
var.nosuch
local.nosuch
a
a.b
each.key
count.index
self
nosuch.x
data.a.b
local
var
path
path.nosuch
terraform.nosuch
(1)
((1))
(1
1)
1 /* c */ + 2
1 # c
1 // c
"a" /* c */
a b
1 2
true false
null null
nil
!!true
!-1
-!true
1 +
* 1
1 ** 2
1 = 1
1 => 2
1 ? 2
1 ? 2 :
? : 
...
[...]
[1...]
upper("a"...)
max([1, 2]...,)
max([1, 2]..., 3)
max(1, [2, 3]...)
max(toset([1, 2])...)
max({ a = 1 }...)
max("a"...)
max([]...)
upper("a",)
upper(,)
upper("a" "b")
''')


# ---- Values that only the apply tells.

OPEN = [
    "terraform_data.a.id", "local.text", "local.number", "local.bool", "local.list", "local.set", "local.map", "local.any", "local.nothing",
    '"x-${terraform_data.a.id}"', '"${local.text}-x"', '[terraform_data.a.id, "b"]', '["b", local.text]', 'tolist([terraform_data.a.id, "b"])',
    'toset([terraform_data.a.id, "b"])', "toset([terraform_data.a.id, terraform_data.b.id])", '{ a = terraform_data.a.id, b = "x" }',
    'tomap({ a = local.text, b = "x" })', "[local.any]", "{ a = local.any }", '(local.bool ? "b" : "n")', "(local.bool ? 1 : 2)",
    '(local.bool ? ["b"] : ["a", "b"])', "(local.bool ? null : \"b\")", "terraform_data.many", 'terraform_data.many["x"]',
    "terraform_data.counted", "terraform_data.counted[0].id", "terraform_data.whole.output", "terraform_data.a", "terraform_data.b.input",
    "(local.bool ? [] : null)", 'toset([local.text, "b"])', "[for x in toset([terraform_data.a.id, \"b\"]) : x]", "(local.bool ? { a = 1 } : {})",
]
BESIDE = ["null", '"b"', "1", '["b"]', "{ a = 1 }"]
BOTH = [
    "{} == {}", "{} != {}", "coalesce({}, {})", "[{}, {}]", "tolist([{}, {}])", "toset([{}, {}])", "length(toset([{}, {}]))", "contains({}, {})", "concat({}, {})",
    "merge({}, {})", "try({}, {})", "true ? {} : {}", "local.bool ? {} : {}", "{}[{}]", "element({}, {})", "lookup({}, {}, \"d\")", "setunion({}, {})",
    "setsubtract({}, {})", "setintersection({}, {})", "index({}, {})", "join({}, {})", "zipmap({}, {})", "distinct([{}, {}])", "flatten([{}, {}])",
    "compact([{}, {}])", "coalescelist({}, {})", "max({}, {})", "format({}, {})", "startswith({}, {})", "trimsuffix({}, {})", "replace(\"abc\", {}, {})",
    "split({}, {})", "strcontains({}, {})", "setproduct({}, {})", "{} && {}", "{} || {}", "{} + {}", "{} < {}", '"${{{}}}-${{{}}}"', "matchkeys({}, {}, [\"b\"])",
    "slice({}, 0, {})", "chunklist({}, {})", "regex({}, {})", "trim({}, {})", "substr(\"abc\", {}, {})", "cidrsubnet(\"10.0.0.0/8\", {}, {})", "range({}, {})",
    "{{ ({}) = {} }}", "[for x in {} : x if x == {}]", "{{ for x in {} : x => {} }}", "{{ for x in {} : {} => x... }}", "alltrue([{}, {}])", "anytrue([{}, {}])",
    "sort([{}, {}])", "reverse([{}, {}])", "one([{}, {}])", "keys({{ a = {}, b = {} }})", "values({{ a = {}, b = {} }})",
    "jsonencode([{}, {}])", "sum([{}, {}])", "parseint({}, {})", "indent({}, {})", "formatlist({}, {})", "endswith({}, {})", "trimprefix({}, {})",
    "regexall({}, {})", "replace({}, \"b\", {})", "tomap({{ a = {}, b = {} }})", "pow({}, {})", "transpose({{ a = {}, b = {} }})", "[{}, {}][*]", "[{}, {}][*].a",
    "matchkeys([{}], [{}], [\"b\"])",
]


def opened():
    rows = []
    for value in OPEN:
        rows += [f"{name}({value})" for name in UNARY + ["base64gzip"]]
        rows += [form.format(value, value) for form in FORMS]
    some = OPEN[:5] + OPEN[7:10] + [OPEN[11], OPEN[15], OPEN[16], OPEN[18], OPEN[20], OPEN[32]]
    for form in BOTH:
        rows += [form.format(*pair) for value in some for other in BESIDE for pair in [(value, other), (other, value)]]
        rows += [form.format(*pair) for pair in itertools.product(some[:2] + some[4:6] + some[10:11], repeat=2)]
    verbs = ["%s", "%v", "%d", "%q", "%5s|", "%.3s", "%t", "%#v", "%05d", "%x"]
    rows += [f'format("{verb}-%s", {value}, "x")' for verb in verbs for value in OPEN[:10] + OPEN[11:13] + OPEN[20:24]]
    rows += written(r'''
"%{ if local.bool }a%{ else }b%{ endif }"
"x%{ if local.bool }a%{ endif }"
"%{ for x in local.list }${x},%{ endfor }"
"%{ for x in [terraform_data.a.id, "b"] }${x},%{ endfor }"
"  ${~ terraform_data.a.id ~}  "
local.bool ? 1 : "a"
try(local.bool ? 1 : [], 2)
try(local.bool && 1 > 0, 2)
try({ a = local.text, b = 1 }.b, 2)
try({ a = local.text, b = 1 }.c, 2)
try([local.any, "b"][1], 2)
try(length([local.any]), 2)
try(length(local.any), 2)
try(upper("x${terraform_data.a.id}"), 2)
try(concat([local.any], ["b"])[1], 2)
try(alltrue([local.any, false]), 2)
try(contains(["b"], local.any), 2)
try(lookup({ a = "x" }, local.text), 2)
try(lookup({ a = "x" }, local.text, "x"), 2)
try(["b"][local.number], 2)
try(element(["b"], local.number), 2)
try(local.bool ? [] : null, 2)[*]
can(local.bool ? { a = 1 } : { a = "x" })
can(local.bool ? 1 : [])
can(local.list == [])
can(local.any && false)
can(local.any == null)
can(coalesce("b", terraform_data.a.id))
can(coalesce("b", local.any))
can(jsonencode(local.any))
can(merge({ a = 1 }, { b = local.any }))
can(merge({ a = 1 }, local.any))
can([for x in local.list : x])
can([for x in [local.any] : x])
can({ for x in [local.text] : x => 1 })
can("${local.any}")
can("${terraform_data.a.id}")
can(!local.bool)
can(-local.number)
can([local.any][0].a)
can(distinct([local.any, 1]))
can(join(",", [terraform_data.a.id]))
can(join(",", [local.any]))
local.bool ? [1] : ["a"]
local.bool ? [1] : ["a", "b"]
local.bool ? [] : [terraform_data.a.id]
local.bool ? {} : { a = 1 }
local.bool ? { a = 1 } : { a = "x" }
local.bool ? { a = 1, b = 2 } : { a = 1 }
local.bool ? { a = 1, b = "x" } : { a = 1 }
local.bool ? tolist([1]) : tolist(["a"])
local.bool ? toset(["a"]) : ["b"]
local.bool ? [] : {}
local.bool ? 1 : []
local.bool ? null : 1
local.bool ? [][0] : 1
local.bool ? 1 : [][0]
local.bool ? tonumber("x") : 1
(local.bool ? [] : {}) == []
(local.bool ? [1] : [2])[0]
(local.bool ? [1] : [2])[1]
(local.bool ? [1] : [])[0]
(local.bool ? { a = 1 } : { a = 2 }).a
(local.bool ? { a = 1 } : {}).a
length(local.bool ? ["a"] : ["b"])
length(local.bool ? ["a"] : [])
length(local.bool ? [1] : ["a", "b"])
[for x in (local.bool ? ["a"] : ["b", "c"]) : upper(x)]
local.bool && false
false && local.bool
local.bool || true
local.bool && true
local.bool && null
local.bool && [][0]
[][0] && local.bool
local.nothing && true
local.nothing && false
local.nothing || true
!local.nothing
-local.nothing
local.nothing + 1
local.nothing == null
local.any == null
local.text == null
local.text == ""
local.list == null
terraform_data.a.id == null
terraform_data.a.id == ""
terraform_data.a.id == "b"
terraform_data.a.id == terraform_data.b.id
terraform_data.a.id == terraform_data.a.id
terraform_data.a.id == local.text
"x${terraform_data.a.id}" == "y${terraform_data.a.id}"
"x${local.text}" == "y${local.text}"
"${local.text}x" == "${local.text}y"
"x${local.text}" == "x"
"x${local.text}" == ""
[local.text, 1] == ["b", 2]
[local.text] == ["b", 1]
{ a = local.text } == { b = local.text }
[local.text] == tolist([local.text])
toset([local.text, "a"]) == toset(["a"])
local.number == "1"
local.text == 1
local.bool == "true"
local.list == "b"
local.list == []
{ (local.text) = 1 }
{ (terraform_data.a.id) = 1, b = 2 }
{ (local.text) = 1 }.b
{ (terraform_data.a.id) = 1 }[terraform_data.a.id]
[1, 2][local.number]
[1, "a"][local.number]
[][local.number]
tolist(["a", "b"])[local.number]
{ a = 1, b = 2 }[local.text]
{ a = 1, b = "x" }[local.text]
tomap({ a = 1, b = 2 })[local.text]
{}[local.text]
[local.text, 1][1]
[local.text, 1][2]
[for x in [local.text, "a"] : x if x == "a"]
[for x in [local.text, "a"] : x if x != null]
[for x in [terraform_data.a.id, "a"] : x if x != null]
[for x in [terraform_data.a.id, "a"] : x if x != ""]
[for x in local.list : 1]
[for k, x in [local.text] : k]
{ for x in ["a", local.text] : x => 1 }
{ for x in ["a", local.text] : "k" => x }
{ for x in ["a", local.text] : "k" => x... }
{ for k, x in { a = local.text } : k => x }
[for x in toset([local.text, "a"]) : 1]
[for x in toset([local.text, "a"]) : x]
length([for x in toset([local.text, "a"]) : x])
[for x in { a = local.text, b = 1 } : x][1]
local.any[0]
local.any.a
local.any[*]
local.list[0]
local.list[5]
local.list[*]
local.list[-1]
local.text[0]
local.text.a
local.number.a
local.map.a
local.map["b"]
local.nothing[*]
local.nothing.a
try(local.any.a, "none")
try(local.list[0], "none")
try(local.nothing.a, "none")
try(local.text.a, "none")
try(tonumber(local.text), "none")
try(local.text, "none")
try([][0], local.text)
try(terraform_data.a.id, "none")
try([terraform_data.a.id, "b"][1], "none")
try({ a = terraform_data.a.id }.b, "none")
try({ a = terraform_data.a.id }.a, "none")
try(tonumber(terraform_data.a.id), "none")
can(local.any.a)
can(local.text)
can(local.text.a)
can(tonumber(local.text))
can([local.text][1])
can(terraform_data.a.id.b)
can(terraform_data.a.nosuch)
can(terraform_data.many["z"])
terraform_data.a.nosuch
terraform_data.many["z"].id
terraform_data.many["x"].input
terraform_data.many["x"].output
terraform_data.many["x"].id
terraform_data.many.x.id
terraform_data.many[local.text].id
terraform_data.counted[1].input
terraform_data.counted[2].id
terraform_data.counted[*].id
terraform_data.counted.*.id
terraform_data.counted[*].input
terraform_data.counted[local.number].id
values(terraform_data.many)[*].id
[for x in terraform_data.many : x.id]
{ for k, x in terraform_data.many : k => x.id }
[for x in terraform_data.counted : x.id if x.input > 0]
length(terraform_data.many)
length(terraform_data.counted)
keys(terraform_data.many)
keys(terraform_data.a)
terraform_data.a.input
terraform_data.a.output
terraform_data.a.triggers_replace
terraform_data.whole.output.known
terraform_data.whole.output.text
terraform_data.whole.input.text
terraform_data.whole.input
terraform_data.whole.output["known"]
one(terraform_data.counted[*].id)
one(terraform_data.a[*].id)
terraform_data.a[*].id
terraform_data.many[*].id
terraform_data.a["id"]
terraform_data.a[0]
terraform_data.counted.id
terraform_data.many.id
terraform_data.nosuch.id
join(",", terraform_data.counted[*].id)
join(",", local.list)
join(local.text, ["a"])
join(local.text, ["a", "b"])
join(local.text, [])
join(",", toset([terraform_data.a.id, "b"]))
join(",", [local.number, local.bool, "x"])
join(",", [local.any])
split(",", "a,${local.text}")
split(",", "a,${terraform_data.a.id}")
split(local.text, "a,b")
split("-", terraform_data.a.id)
upper("x${local.text}")
lower("X${terraform_data.a.id}")
length("x${local.text}")
length(terraform_data.a.id)
substr("abc${local.text}", 0, 2)
substr("abc${local.text}", 1, -1)
substr(local.text, 0, 0)
substr("${terraform_data.a.id}-x", -1, 1)
trimprefix("abc${local.text}", "ab")
trimsuffix("${local.text}abc", "bc")
trimprefix(local.text, "")
trimsuffix("${terraform_data.a.id}/*", "/*")
startswith("abc${local.text}", "abx")
startswith("abc${local.text}", "abcd")
endswith("${local.text}abc", "bc")
endswith("${local.text}abc", "xbc")
strcontains("abc${local.text}", "b")
strcontains("abc${local.text}", "z")
strcontains(terraform_data.a.id, " ")
replace("a-${local.text}", "-", "_")
replace("a ${terraform_data.a.id}", " ", "_")
replace("abc", "b", local.text)
replace("abc", "z", local.text)
replace("abc", "/b/", local.text)
replace("abc", "b", terraform_data.a.id)
replace("abc", "b", "x${terraform_data.a.id}y")
replace(local.text, "", "")
regex("a", "a${local.text}")
regex("^x", "x${terraform_data.a.id}")
regexall("[ ]", terraform_data.a.id)
trimspace(" ${local.text} ")
trimspace(" ${terraform_data.a.id} ")
chomp("${terraform_data.a.id}\n")
trim("-${terraform_data.a.id}-", "-")
trim("/${terraform_data.a.id}/", "/")
indent(2, "a\n${local.text}")
indent(2, "a\n${terraform_data.a.id}")
title("a${terraform_data.a.id}")
base64encode("a${terraform_data.a.id}")
base64decode(base64encode("a${terraform_data.a.id}"))
base64decode(base64encode(local.text))
jsonencode({ a = local.text, b = [terraform_data.a.id, local.number] })
jsonencode(local.any)
jsonencode("x${local.text}")
jsonencode("\"${terraform_data.a.id}\"")
jsonencode(toset([terraform_data.a.id, "b"]))
jsondecode(jsonencode({ a = local.text }))
jsondecode(jsonencode({ a = terraform_data.a.id })).a
jsondecode(jsonencode({ a = local.number })).a
jsondecode(jsonencode({ a = local.list, b = 1 })).b
jsondecode("{\"a\": \"${local.text}\"}").a
jsondecode("{\"a\": ${local.number}}").a
jsondecode("{\"a\": ${local.text}}")
jsondecode(local.text)
yamlencode({ a = terraform_data.a.id, b = local.text })
yamlencode([terraform_data.a.id])
yamldecode(yamlencode({ a = terraform_data.a.id }))
yamldecode("a: ${terraform_data.a.id}")
csvdecode("a,b\n${local.text},2")
md5(terraform_data.a.id)
lookup({ a = local.text, b = "x" }, "b")
lookup({ a = local.text, b = "x" }, "a", "d")
lookup({ a = local.text, b = "x" }, "c", "d")
lookup({ a = local.text, b = "x" }, "c")
lookup({ a = "x", b = "x" }, local.text, "x")
lookup({ a = "x", b = "y" }, local.text, "z")
lookup(local.map, "b", "d")
lookup(tomap({ a = local.text }), "b", local.nothing)
merge({ a = local.text }, { b = 1 }).b
merge(local.map, { b = "z" })
merge(local.map, { b = "z" })["b"]
merge(local.nothing, { b = 1 })
merge({ a = 1 }, local.bool ? { b = 2 } : {})
keys({ a = local.text, b = 1 })
values({ a = local.text, b = 1 })[1]
concat([local.text], ["b"])[1]
concat(local.list, ["b"])
length(concat([local.text], ["b"]))
flatten([[local.text], ["b"]])[1]
flatten([local.list, ["b"]])
flatten([local.any, ["b"]])
flatten([[terraform_data.a.id], [["b"]]])
length(flatten([[local.text], ["b"]]))
distinct([local.text, local.text])
distinct([local.text, "b"])
distinct([terraform_data.a.id, terraform_data.b.id, terraform_data.a.id])
length(distinct([terraform_data.a.id, terraform_data.b.id]))
compact([local.text, "b"])
compact([terraform_data.a.id, "", null])
coalesce(local.text, "b")
coalesce(terraform_data.a.id, "b")
coalesce(local.nothing, "b")
coalesce(null, local.text)
coalesce("", terraform_data.a.id, "c")
coalesce(local.number, 1)
coalesce(local.list, ["b"])
coalescelist(local.list, ["b"])
coalescelist([], [terraform_data.a.id])
contains([local.text, "b"], "b")
contains([local.text], "b")
contains(["b"], local.text)
contains([local.text], local.text)
contains([terraform_data.a.id], terraform_data.b.id)
contains(local.list, "b")
contains([], local.text)
index([local.text, "b"], "b")
index(["b", local.text], "b")
index([terraform_data.a.id, terraform_data.b.id], terraform_data.b.id)
element([local.text, "b"], 1)
element(["a", "b"], local.number)
element(local.list, 0)
one([local.text])
one(local.list)
reverse([local.text, "b"])
sort([local.text, "b"])
length(sort([local.text, "b"]))
sort(local.list)
slice([local.text, "b", "c"], 1, 3)
chunklist([local.text, "b", "c"], 2)
matchkeys([local.text, "b"], ["x", "y"], ["y"])
matchkeys(["a", "b"], [local.text, "y"], ["y"])
matchkeys(["a", "b"], [terraform_data.a.id, terraform_data.b.id], [terraform_data.b.id])
zipmap(["a", "b"], [local.text, 1])
zipmap([local.text], [1])
zipmap(["a"], local.list)
toset([local.text, local.text])
length(toset([local.text, "b"]))
length(toset([local.text, local.text]))
[for x in toset([local.text, "b"]) : x] == ["b"]
[for x in toset([local.text, "b"]) : "k"]
length([for x in toset([local.text, "b"]) : "k"])
{ for x in toset([local.text, "b"]) : "k" => x... }
length(tolist(toset([local.text, "b"])))
length(concat(toset([local.text, "b"]), ["b"]))
length(setunion([local.text], ["b"]))
length(setproduct(toset([local.text, "b"]), ["x"]))
length(distinct([local.text, "b"]))
toset([local.text, "b"])[*]
length(toset([local.text, "b"])[*])
join(",", [for x in toset([local.text, "b"]) : "k"])
jsonencode([for x in toset([local.text, "b"]) : "k"])
length(sort([local.text, "b"]))
length(sort(toset([local.text, "b"])))
toset([local.text, "b"]) == toset(["b"])
[for x in toset([local.text, "b"]) : "k"] == ["k"]
length(toset([for x in [local.text, "b"] : "k-${x}"]))
length(keys({ b = 1, (local.text) = 2 }))
length(compact([local.text, "b"]))
length(toset([terraform_data.a.id, terraform_data.b.id]))
length(toset([terraform_data.a.id, "b"]))
length(toset([terraform_data.a.id, " "]))
tolist(toset([terraform_data.a.id, "b"]))[0]
setunion([local.text], ["b"])
setsubtract(["a", "b"], [local.text])
setsubtract(["a", terraform_data.a.id], ["a"])
setsubtract([terraform_data.a.id, terraform_data.b.id], [terraform_data.b.id])
setproduct([local.text, "b"], ["x"])
length(setproduct([local.text, "b"], ["x"]))
alltrue([local.bool, false])
alltrue([local.bool, true])
anytrue([local.bool, true])
anytrue([local.bool, false])
alltrue([local.bool, null])
alltrue([local.bool, "x"])
max(local.number, 1)
min(local.number, 1)
sum([local.number, 1])
abs(local.number)
ceil(local.number)
local.number * 0
local.number - local.number
local.number == local.number
local.number < 5
range(local.number)
tostring(local.number)
tostring(local.text)
tonumber(local.text)
tonumber(local.number)
tonumber("1${local.text}")
tobool(local.bool)
tobool(local.text)
tolist(local.list)
toset(local.list)
tomap({ a = local.text, b = 1 })
tolist([local.text, 1])
tolist([local.any, 1])[1]
tolist([terraform_data.a.id, 1])[1]
toset([terraform_data.a.id, 1])
tolist([local.number, "a"])
tolist([local.bool, 1])
tomap({ a = local.list, b = ["x"] })
sensitive(local.text)
issensitive(local.text)
issensitive(sensitive(local.text))
nonsensitive(sensitive(local.text))
cidrsubnet(local.text, 8, 1)
cidrsubnet("10.0.0.0/8", 8, local.number)
cidrhost("${local.text}/8", 1)
cidrsubnets("10.0.0.0/8", local.number)
format(local.text, 1)
format("%s", local.text)
format("%s", local.number)
format("%v", local.any)
format("%v", [local.text])
format("%s %s", local.text)
format("%d", local.text)
format("%s", local.list)
format("%s", local.nothing)
formatlist("%s-x", [local.text, "b"])
formatlist("%s-x", local.list)
formatlist("%s-%s", [terraform_data.a.id], "x")
formatlist("%s", local.text)
formatlist(local.text, ["a"])
timeadd(local.text, "1h")
formatdate("YYYY", local.text)
file(local.text)
fileexists(local.text)
templatestring(local.text, {})
basename("a/${terraform_data.a.id}")
basename("a/${local.text}")
dirname("a/${terraform_data.a.id}")
dirname("/${local.text}/b")
transpose({ a = [local.text] })
transpose({ (local.text) = ["a"] })
urlencode(local.text)
length({ (local.text) = 1 })
length({ a = local.text })
length(local.any)
length(local.nothing)
max(local.list...)
max([local.number, 1]...)
upper(local.nothing)
length([local.text, local.list])
[[local.text], 1][1]
{ a = local.text, b = { c = 1 } }.b.c
{ a = local.text, b = { c = 1 } }.c
[{ a = local.text }, { a = 1 }][*].a
[{ a = local.text }, { a = 1 }][*].b
[local.any, { a = 1 }][*].a
''')
    return list(dict.fromkeys(rows))


# ---- Variables of a module: the type, other arguments of the variable, and what the call gives, which may be nothing.

TYPES = [
    "any", "string", "number", "bool", "list(string)", "list(number)", "set(string)", "set(number)", "map(string)", "map(number)", "list(any)", "set(any)",
    "map(any)", "tuple([string, number])", "tuple([any])", "tuple([])", "list(list(string))", "map(list(string))", "list(map(string))", "object({})",
    "object({ a = string })", "object({ a = any })", "object({ a = number, b = optional(string) })", 'object({ a = optional(string, "d") })',
    "object({ a = optional(number) })", 'object({ a = optional(list(string), ["d"]) })', 'object({ a = optional(object({ b = optional(string, "d") }), {}) })',
    'object({ a = optional(number, "5") })', "object({ a = optional(any) })", 'object({ a = optional(map(any), { k = 1, l = "x" }) })',
    'list(object({ a = optional(string, "d") }))', 'map(object({ a = string, b = optional(bool, false) }))', 'set(object({ a = optional(string, "d") }))',
    'map(object({ a = optional(set(string), ["y", "x", "y"]) }))', "list", "map", "list(object({ a = any }))", "map(map(any))",
    "list(tuple([string, any]))", "set(list(any))", 'object({ a = optional(string, null) })', "object({ a = optional(list(any), []) })",
]
GIVEN = SCALARS[:6] + SCALARS[8:10] + [SCALARS[11]] + LISTS + MAPS + [
    '[{ a = "x", b = true, c = 1 }]', '[{ a = "x" }, {}]', "[{ a = 1 }, { a = null }]", '{ k = { a = "x" }, l = { a = 1, b = "true" } }', "{ k = {}, l = { a = null } }",
    '{ a = { b = "x" } }', "{ a = { b = null } }", "{ a = {} }", '["x", "5"]', '[["a"], ["b", 1]]', "[[], [1]]", '["1", 2]', "{ k = { a = [2, 1, 2] } }",
    "[{ a = 1 }, { a = [] }]", "[{ a = 1 }, { b = 2 }]", "{ a = { b = 1 }, c = { d = 1 } }", '[["a", 1], ["b", "c"]]', "[null, null]",
    "local.text", "[local.text]", "{ a = local.text }", "local.any", "terraform_data.a.id", "[terraform_data.a.id, 1]", "{ a = terraform_data.a.id, b = local.bool }",
    "toset([terraform_data.a.id])", "terraform_data.many",
]


def typed():
    rows = [[of, "", given] for of in TYPES for given in GIVEN]
    rows += [
        ["string", 'default = "d"', None], ["string", 'default = "d"', "null"], ["string", 'default = "d"\n  nullable = false', "null"],
        ["string", 'default = "d"\n  nullable = false', None], ["string", 'default = "d"\n  nullable = true', "null"], ["string", "nullable = false", "null"],
        ["string", "nullable = false", '"x"'], ["string", "default = null", None], ["string", "default = 1", None], ["number", 'default = "1"', None],
        ["list(string)", "default = [1, true]", None], ["set(string)", 'default = ["b", "a", "b"]', None], ["map(number)", 'default = { a = "1" }', None],
        ["any", 'default = [1, "a"]', None], ["any", "default = {}\n  nullable = false", "null"], ["list(any)", 'default = [1, "a"]', None],
        ['object({ a = optional(string, "d") })', "default = {}", None], ['object({ a = optional(string, "d") })', "default = {}", "null"],
        ['object({ a = optional(string, "d") })', "default = {}\n  nullable = false", "null"], ['object({ a = optional(string, "d") })', "default = null", None],
        ["string", 'validation {\n    condition = length(var.NAME) > 0\n    error_message = "Empty."\n  }', '"x"'],
        ["string", 'validation {\n    condition = length(var.NAME) > 0\n    error_message = "Empty."\n  }', '""'],
        ["string", "sensitive = true", '"x"'], ["list(string)", "ephemeral = false", '["x"]'], ["string", 'description = "d"', "1"],
        ["list(string)", "default = []\n  nullable = false", "local.nothing"], ["string", 'default = "d"\n  nullable = false', "local.text"],
        ["string", 'default = "d"\n  nullable = false', '(local.bool ? null : "b")'], ["string", 'default = "d"', '(local.bool ? null : "b")'],
        ["any", 'default = "d"\n  nullable = false', "local.any"], ["any", 'default = "d"\n  nullable = false', "[null]"],
        ["object({ a = optional(string, \"d\") })", "", "{ a = local.nothing }"], ["object({ a = optional(string, \"d\") })", "", "{ a = (local.bool ? null : \"b\") }"],
        ["map(object({ a = optional(string, \"d\") }))", "", "local.map"], ["list(object({ a = optional(string, \"d\") }))", "", "local.bool ? [{}] : [{ a = 1 }]"],
    ]
    return rows
