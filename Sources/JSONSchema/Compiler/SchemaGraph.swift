internal import Formats
internal import Patterns

/// A compiled schema: every keyword as one instruction, every reference as a number.
///
/// The arrays for the evaluator are flat and hold no references, so that checking a value
/// neither allocates nor counts references.
struct SchemaGraph: Sendable {
  /// The schemas; the first one is the entry point.
  var subschemas: [Subschema] = []
  /// For each schema the one to apply instead: its target if it only refers, or itself.
  var shortcuts: [Int] = []
  /// The keywords of all schemas, grouped by schema.
  var instructions: [Instruction] = []
  /// Lists of schemas that instructions point into.
  var branches: [Int] = []
  var objects: [ObjectPlan] = []
  /// The members of `patternProperties`, grouped by schema.
  var patternProperties: [PatternProperty] = []
  var conditions: [ConditionPlan] = []
  var dependents: [Dependent] = []
  var names = PropertyNames()
  var patterns = PatternList()
  var numbers: [Decimal] = []
  /// The values of `const` and `enum`, grouped by keyword.
  var constants: [Constant] = []
  var formats: [FormatUse] = []
  var dynamicReferences: [DynamicReference] = []
  /// For each resource and dynamic anchor, the schema it names, or -1.
  var dynamicTargets: [Int] = []
  /// How many dynamic anchors there are.
  var dynamicAnchorCount = 0
  /// What messages need about each schema.
  var places: [SubschemaPlace] = []
}

/// One schema: a run of instructions.
struct Subschema: Sendable {
  /// The first instruction.
  var first = 0
  /// The index after the last instruction.
  var end = 0
  /// The resource the schema belongs to.
  var resource = 0
  /// Whether the schema needs to know what its other keywords evaluated.
  var asksForEvaluated = false
  /// Whether no keyword of the schema applies another schema.
  var isLeaf = false
}

/// One keyword, or a few that are evaluated together.
struct Instruction: Sendable {
  /// What to do.
  var operation: Operation
  /// The kinds of value that it applies to.
  var kinds: KindSet
  /// An operand: a count, a schema or a place in one of the lists.
  var first = 0
  /// A second operand.
  var second = 0
  /// A third operand.
  var third = 0

  /// The operations and their operands.
  enum Operation: UInt8, Sendable {
    /// Fails: the schema is `false`.
    case nothing
    /// First: the kinds allowed. Second: 1 if numbers must be integers.
    case type
    /// First to second: the constants, one of which must be equal.
    case const
    case `enum`
    /// First: a count.
    case minLength
    case maxLength
    /// First: a pattern.
    case pattern
    /// First: a format.
    case format
    /// First: a number.
    case minimum
    case maximum
    case exclusiveMinimum
    case exclusiveMaximum
    case multipleOf
    /// First: a count.
    case minItems
    case maxItems
    case uniqueItems
    /// First to second: the branches for the first elements. Third: the schema for others or -1.
    case items
    /// First: a schema. Second, third: how many elements must conform.
    case contains
    /// First: a count.
    case minProperties
    case maxProperties
    /// First: an object plan.
    case object
    /// First: a required name, for names beyond those in the object plan.
    case required
    /// First to second: dependents.
    case dependentRequired
    case dependentSchemas
    /// First: a schema.
    case reference
    /// First: a dynamic reference.
    case dynamicReference
    /// First to second: branches.
    case allOf
    case anyOf
    case oneOf
    /// First: a schema.
    case not
    /// First: a condition.
    case condition
    /// First: a schema.
    case unevaluatedItems
    case unevaluatedProperties

    /// Whether the instruction applies no other schemas.
    var isAssertion: Bool {
      switch self {
      case .items, .contains, .object, .dependentSchemas, .reference, .dynamicReference, .allOf,
        .anyOf, .oneOf, .not, .condition, .unevaluatedItems, .unevaluatedProperties:
        false
      default: true
      }
    }
  }
}

/// A set of kinds of value.
struct KindSet: OptionSet, Sendable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ kinds: Node.Kind...) {
    rawValue = kinds.reduce(0) { $0 | 1 << $1.rawValue }
  }

  @inline(__always) func contains(_ kind: Node.Kind) -> Bool {
    rawValue >> kind.rawValue & 1 == 1
  }

  static let all = KindSet(rawValue: 0x7F)
  static let number = KindSet(.number)
  static let string = KindSet(.string)
  static let array = KindSet(.array)
  static let object = KindSet(.object)
}

/// The keywords on members of an object, which are evaluated in one pass.
struct ObjectPlan: Sendable {
  /// The names with a meaning here.
  var properties = PropertyNames.Table()
  /// A bit for each required name.
  var required: UInt64 = 0
  /// The first of the pattern properties.
  var firstPattern = 0
  /// The index after the last of the pattern properties.
  var endPattern = 0
  /// The schema for other members, or -1.
  var additional = -1
  /// The schema for keys, or -1.
  var keys = -1
  /// Whether only the presence of members matters.
  var asksForKeysOnly = false
}

/// One member of `patternProperties`.
struct PatternProperty: Sendable {
  var pattern: Int
  var schema: Int
}

/// The schemas of `if`, `then` and `else`; -1 for a missing one.
struct ConditionPlan: Sendable {
  var condition = -1
  var then = -1
  var otherwise = -1
}

/// What must hold if an object has a key.
struct Dependent: Sendable {
  /// The name of the key.
  var name: Int
  /// A name that is then required too, or a schema.
  var target: Int
}

/// A `$dynamicRef`.
struct DynamicReference: Sendable {
  /// The schema it leads to if nothing outside redefines it.
  var initial: Int
  /// The number of the dynamic anchor that may be redefined, or -1.
  var anchor: Int
}

/// A value of `const` or `enum`.
struct Constant: Sendable {
  /// The value.
  var node: Node
  /// The number of the string, if it is one; otherwise -1.
  var name: Int
}

/// A use of `format` that is asserted.
struct FormatUse: Sendable {
  /// The check.
  var check: FormatCheck
  /// The rules by kind of fault, if the schema has them; kinds without a rule are not faults.
  var rulesByKind: [String: String]?

  /// Tells whether a string has no fault that counts.
  func accepts(_ text: Span<UInt8>) -> Bool { fault(in: text) == nil }

  /// Returns the fault of a string, if it has one that counts.
  func fault(in text: Span<UInt8>) -> FormatFault? {
    guard let fault = check.fault(in: text) else { return nil }
    if let rules = rulesByKind, rules[fault.kind] == nil, rules["*"] == nil { return nil }
    return fault
  }
}

/// What messages need about a schema.
struct SubschemaPlace: Sendable {
  /// The schema itself.
  var node: Node
  /// Its URI and pointer, such as `https://example.org/a.json#/properties/id`.
  var location: String
  /// The rule that its failures belong to.
  var rule: RuleAnnotation?
}

/// The value of `x-rule`.
enum RuleAnnotation: Sendable {
  /// The code of one rule.
  case code(String)
  /// Codes by kind of fault or by keyword; `*` means all others.
  case byKind([String: String])
}
