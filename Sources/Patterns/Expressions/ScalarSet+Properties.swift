extension ScalarSet {
  /// Makes the set that `\p{...}` names; nil if the name is unknown.
  ///
  /// It knows general categories by long and short name, alone or after `gc=`, and the binary
  /// properties of the standard library, but not scripts.
  init?(property name: String) {
    let parts = name.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    if parts.count == 2 {
      guard ["gc", "General_Category"].contains(parts[0]) else { return nil }
    }
    let value = String(parts[parts.count - 1])
    if let categories = Self.categories(named: value) {
      self = ScalarSet(categories.flatMap { GeneralCategoryTable.shared.ranges[$0] ?? [] })
    } else if parts.count == 1, let set = Self.binaryProperty(value) {
      self = set
    } else {
      return nil
    }
  }

  /// The short names of the categories that a name means.
  private static func categories(named name: String) -> [String]? {
    let short = longNames[name] ?? name
    if GeneralCategoryTable.names.contains(short) { return [short] }
    if short == "LC" { return ["Lu", "Ll", "Lt"] }
    guard short.count == 1 else { return nil }
    let members = GeneralCategoryTable.names.filter { $0.hasPrefix(short) }
    return members.isEmpty ? nil : members
  }

  private static let longNames = [
    "Letter": "L", "Cased_Letter": "LC", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll",
    "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M",
    "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me",
    "Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl",
    "Other_Number": "No", "Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc",
    "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps", "Close_Punctuation": "Pe",
    "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po",
    "Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk",
    "Other_Symbol": "So", "Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl",
    "Paragraph_Separator": "Zp", "Other": "C", "Control": "Cc", "cntrl": "Cc", "Format": "Cf",
    "Surrogate": "Cs", "Private_Use": "Co", "Unassigned": "Cn",
  ]

  private static func binaryProperty(_ name: String) -> ScalarSet? {
    switch name {
    case "Any": ScalarSet([0...last])
    case "ASCII": ScalarSet([0...0x7F])
    case "Assigned": ScalarSet(GeneralCategoryTable.shared.ranges["Cn"] ?? []).inverted
    case "ASCII_Hex_Digit", "AHex": ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
    case "Alphabetic", "Alpha": ScalarSet(where: \.isAlphabetic)
    case "Uppercase", "Upper": ScalarSet(where: \.isUppercase)
    case "Lowercase", "Lower": ScalarSet(where: \.isLowercase)
    case "White_Space", "space": ScalarSet(where: \.isWhitespace)
    case "Emoji": ScalarSet(where: \.isEmoji)
    case "Math": ScalarSet(where: \.isMath)
    case "Hex_Digit", "Hex": ScalarSet(where: \.isHexDigit)
    case "Ideographic", "Ideo": ScalarSet(where: \.isIdeographic)
    case "ID_Start", "IDS": ScalarSet(where: \.isIDStart)
    case "ID_Continue", "IDC": ScalarSet(where: \.isIDContinue)
    case "XID_Start", "XIDS": ScalarSet(where: \.isXIDStart)
    case "XID_Continue", "XIDC": ScalarSet(where: \.isXIDContinue)
    default: nil
    }
  }

  private init(where holds: (Unicode.Scalar.Properties) -> Bool) {
    var ranges = RangeBuilder()
    for value in GeneralCategoryTable.plainPlanes.joined() {
      guard let scalar = Unicode.Scalar(value), holds(scalar.properties) else { continue }
      ranges.append(value)
    }
    self.init(ranges.ranges)
  }
}

/// Ranges that grow by values in ascending order.
private struct RangeBuilder {
  var ranges: [ClosedRange<UInt32>] = []

  mutating func append(_ value: UInt32) {
    if let last = ranges.last, last.upperBound + 1 == value {
      ranges[ranges.count - 1] = last.lowerBound...value
    } else {
      ranges.append(value...value)
    }
  }
}

/// The general category of every code point, computed once for the whole program.
private struct GeneralCategoryTable {
  static let shared = GeneralCategoryTable()

  /// The planes where code points differ: 4 to 13 are unassigned, 15 and 16 for private use.
  static let plainPlanes: [ClosedRange<UInt32>] = [0...0x3FFFF, 0xE0000...0xEFFFF]

  /// The short names of the categories, in the order of the cases below.
  static let names = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe",
    "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
  ]

  /// The ranges of each category, by its short name.
  let ranges: [String: [ClosedRange<UInt32>]]

  private init() {
    var builders = [RangeBuilder](repeating: RangeBuilder(), count: Self.names.count)
    for value in Self.plainPlanes.joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      builders[Self.number(of: scalar.properties.generalCategory)].append(value)
    }
    var ranges: [String: [ClosedRange<UInt32>]] = [:]
    for (name, builder) in zip(Self.names, builders) { ranges[name] = builder.ranges }
    ranges["Cs"] = [0xD800...0xDFFF]
    ranges["Cn", default: []] += [0x40000...0xDFFFF, 0xFFFFE...0xFFFFF, 0x10FFFE...0x10FFFF]
    ranges["Co", default: []] += [0xF0000...0xFFFFD, 0x100000...0x10FFFD]
    self.ranges = ranges
  }

  private static func number(of category: Unicode.GeneralCategory) -> Int {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    case .unassigned: 29
    @unknown default: 29
    }
  }
}
