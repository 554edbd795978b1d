"""Small lies told in code, one at a time: a comparison turned round, a condition left out, an act not done."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import CodeType

OPPOSITE = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {"filter": "exclude", "exclude": "filter", "any": "all", "all": "any", "min": "max", "max": "min"}
CONDITIONS = {"filter", "exclude", "get", "Q", "update"}
# Words for people are no decisions; what they say has tests of its own. A cast is for the type checker.
WORDS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy", "format_lazy", "cast"}
MARK = "__come_to__"
NOT_RUN = {"annotation", "returns", "decorator_list", "type_params", "format_spec"}


@dataclass(frozen=True)
class Mutant:
    """One lie: who tells it, in which lines, and the module compiled with it; or the value of a constant."""

    owner: str  # the function, as in `OpportunityQuerySet.visible_to`; of a constant its class, or nothing
    constant: str
    lines: range
    what: str
    code: CodeType

    @property
    def name(self) -> str:
        """Without its line, so that it keeps its name when the lines above it move."""
        return f"{'.'.join(filter(None, (self.owner, self.constant)))}: {self.what}"


def of_module(source: str, filename: str) -> list[Mutant]:
    """All of a module, in the order of its lines."""
    tree = ast.parse(source, filename)
    found: list[Mutant] = []
    whole = partial(compile, tree, filename, "exec", dont_inherit=True)
    for owner, function in _functions(tree):
        _Liar(owner, "", whole, found).body(function)
    for owner, statement in _constants(tree):
        kept = ast.Expression(statement.value)
        alone = partial(compile, kept, filename, "eval", dont_inherit=True)
        _Liar(owner, _named(statement), alone, found, statement).visit(kept, "body", None, statement.value)
    return sorted(found, key=lambda mutant: (mutant.lines.start, mutant.name))


def marked(source: str, filename: str) -> CodeType:
    """The module with a call before each statement of its functions, which says that somebody came there."""
    tree = ast.parse(source, filename)
    for _owner, function in _functions(tree):
        for node in list(ast.walk(function)):
            for field in ("body", "orelse", "finalbody"):
                statements = getattr(node, field, None)
                if isinstance(statements, list):
                    setattr(node, field, [part for each in statements for part in (_mark(each), each)])
    return compile(ast.fix_missing_locations(tree), filename, "exec", dont_inherit=True)


def _mark(statement: ast.stmt) -> ast.Expr:
    call = ast.Call(ast.Name(MARK, ast.Load()), [ast.Constant(statement.lineno)], [])
    return ast.copy_location(ast.Expr(call), statement)


def _functions(tree: ast.AST, owner: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """The outermost ones; what stands within them belongs to them."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef):
            yield f"{owner}{child.name}", child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{owner}{child.name}.")


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.Assign]]:
    """What a module or a class fixes in capitals; the values of choices are columns, and not made up anew."""
    for child in tree.body:
        if _named(child):
            yield "", child
        elif isinstance(child, ast.ClassDef) and not any("Choices" in ast.unparse(base) for base in child.bases):
            yield from ((child.name, each) for each in child.body if _named(each))


def _named(statement: ast.stmt) -> str:
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    return target.id if isinstance(target, ast.Name) and target.id.isupper() else ""


@dataclass
class _Liar:
    """Walks through a function or a constant, changes one thing after another, and puts each back at once."""

    owner: str
    constant: str
    make: Callable[[], CodeType]
    found: list[Mutant]
    statement: ast.stmt | None = None
    said: str = ""

    def body(self, function: ast.FunctionDef) -> None:
        is_said = ast.get_docstring(function, clean=False) is not None
        for index, child in list(enumerate(function.body))[is_said:]:
            self.visit(function, "body", index, child)

    def visit(self, parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
        if _is_words(node):
            return
        outer = self.statement, self.said
        if isinstance(node, ast.stmt):
            self.statement, self.said = node, ast.unparse(node).partition("\n")[0]
        for what, instead in alternatives(node):
            ast.fix_missing_locations(ast.copy_location(instead, node))
            _put(parent, field, index, instead)
            self.tell(what)
            _put(parent, field, index, node)
        self.operators(node)
        self.elements(node)
        for name, value in ast.iter_fields(node):
            children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for place, child in children if name not in NOT_RUN else ():
                if isinstance(child, ast.AST):
                    self.visit(node, name, place, child)
        self.statement, self.said = outer

    def operators(self, node: ast.AST) -> None:
        """They are fields of their node, and no nodes to walk to."""
        before = ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else ""
        if isinstance(node, ast.Compare):
            for number, operator in enumerate(node.ops):
                node.ops[number] = OPPOSITE[type(operator)]()
                self.tell(f"{before} -> {ast.unparse(node)}")
                node.ops[number] = operator
        elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign) and type(node.op) in OPPOSITE:
            operator = node.op
            node.op = OPPOSITE[type(operator)]()
            self.tell(f"{before} -> {ast.unparse(node)}")
            node.op = operator

    def elements(self, node: ast.AST) -> None:
        """A condition of a query left out, or one of the things that a constant names."""
        if isinstance(node, ast.Call) and _called(node) in CONDITIONS and len(node.keywords) + len(node.args) > 1:
            for number, keyword in enumerate(list(node.keywords)):
                del node.keywords[number]
                self.tell(f"{_called(node)}() without {ast.unparse(keyword)}")
                node.keywords.insert(number, keyword)
        elif self.constant and isinstance(node, ast.Set | ast.Tuple | ast.List) and len(node.elts) > 1:
            for number, element in enumerate(list(node.elts)):
                del node.elts[number]
                self.tell(f"without {ast.unparse(element)}")
                node.elts.insert(number, element)

    def tell(self, what: str) -> None:
        what = f"{_short(what)}  in  {_short(self.said)}" if self.said else _short(what)
        self.found.append(Mutant(self.owner, self.constant, _lines(self.statement), what, self.make()))


def alternatives(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What could stand in a node's place."""
    said = ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else ""
    match node:
        case ast.Constant(value=bool() as value):
            yield f"{value} -> {not value}", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield f"{value} -> {value + 1}", ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield f"{said[:40]} -> XX", ast.Constant(f"XX{value}")
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield f"{said} -> {ast.unparse(operand)}", operand
        case ast.IfExp(test=ast.Name() | ast.Attribute() | ast.Call(), body=body, orelse=orelse):
            yield f"{said} turned round", ast.IfExp(node.test, orelse, body)
        case ast.If(test=ast.Name() | ast.Attribute() | ast.Call() | ast.NamedExpr() as test):
            yield f"if {ast.unparse(test)} turned round", ast.If(ast.UnaryOp(ast.Not(), test), node.body, node.orelse)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield "nothing given back", ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(value=ast.Call()):
            yield "left out", ast.Pass()
        case ast.Break():
            yield "break -> continue", ast.Continue()
        case ast.Continue():
            yield "continue -> break", ast.Break()
        case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
            yield f"{name} -> {NAMES[name]}", ast.Name(NAMES[name], ast.Load())
        case ast.Attribute(value=value, attr=name, ctx=ast.Load()) if name in NAMES:
            yield f".{name} -> .{NAMES[name]}", ast.Attribute(value, NAMES[name], ast.Load())


def _is_words(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return _called(node) in WORDS
    is_said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    is_guard = isinstance(node, ast.keyword) and node.arg == "strict"  # of zip: it decides nothing
    return is_said or is_guard or isinstance(node, ast.JoinedStr)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _lines(statement: ast.stmt) -> range:
    """Of a statement with others in it, its head alone."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if isinstance(body, list) and body else statement.end_lineno
    return range(statement.lineno, max(statement.lineno, last or 0) + 1)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:50]} … {text[-26:]}"
