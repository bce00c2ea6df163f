internal import Files
internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Fixes an index file line by line while reading it.
///
/// Only the list of changes grows in memory.
struct IndexRepair: ~Copyable {
  private let plan: IndexRepairPlan
  private let table: IndexTable
  private let recipes: RowFaults
  private var scanner: IndexScanner
  private var mender: RowMender
  private var output: SpoolWriter
  private var lines = LineChanges()
  private var counts: [RuleID: Int] = [:]
  private var header: IndexHeader?
  private var headers = 0
  private var hasRow = false
  private var repeated = RepeatedRows()

  init(_ plan: IndexRepairPlan, options: CheckOptions) throws(RepairError) {
    self.plan = plan
    table = .of(plan.expectation.dialect)
    var recipes = RowFaults()
    for fault in RowFault.all where plan.rules.contains(fault.rule) { recipes.insert(fault) }
    self.recipes = recipes
    scanner = IndexScanner(chunk: options.indexChunk, lineLimit: options.lineLimit)
    mender = RowMender(context: .unknown, recipes: recipes, allowsUnsafe: plan.allowsUnsafe)
    do throws(FileError) { output = try SpoolWriter() } catch { throw .store(StoreError(error)) }
  }

  /// Reads a file to its end and writes the fixed content.
  ///
  /// - Parameter reader: Gives the bytes of the file.
  /// - Returns: The new content, and the fixes made.
  /// - Throws: `RepairError` when the file has to stay unchanged.
  consuming func run(_ reader: any ObjectReader) async throws(RepairError) -> MendedIndex {
    do throws(StoreError) {
      while try await step(reader) {}
    } catch {
      throw .store(error)
    }
    if let longLine {
      throw .refused("line \(longLine) is longer than the limit")
    }
    if scanner.line == 0, plan.rules.contains(.emptyFile), plan.allowsUnsafe {
      insert(table.header(hasStop: table.requiresStop))
      counts[.emptyFile] = 1
    }
    for fault in RowFault.all where mender.counts[fault.bit] > 0 {
      counts[fault.rule, default: 0] += mender.counts[fault.bit]
    }
    let (counts, changes, refused) = (counts, lines.finished(), mender.refused)
    do throws(FileError) {
      let (file, size) = try output.finish()
      return MendedIndex(
        file: file, size: size, counts: counts, changes: changes, refusedRows: refused)
    } catch {
      throw .store(StoreError(error))
    }
  }

  private var longLine: Int?

  /// Takes one line, or reads more bytes; false at the end.
  private mutating func step(_ reader: any ObjectReader) async throws(StoreError) -> Bool {
    switch scanner.next() {
    case .needsBytes:
      try await scanner.fill(from: reader)
    case .line(let range):
      take(range)
      try StoreError.describing(output.flushIfFull())
    case .longLine:
      longLine = scanner.line
      return false
    case .end: return false
    }
    return true
  }
}

// MARK: - Lines

extension IndexRepair {
  /// The current line: its text and its end.
  private struct Line {
    /// The text in the scanner's buffer, without byte order mark, CR and LF.
    var range: Range<Int>
    var hasMark = false
    /// The number of CRs at its end.
    var returns = 0
    /// Whether the line will change.
    var isChanged = false
  }

  private mutating func take(_ all: Range<Int>) {
    var line = Line(range: all)
    if scanner.line == 1, scanner.hasByteOrderMark {
      line.range = all.lowerBound + 3..<all.upperBound
      line.hasMark = !recipes(.indexByteOrderMark)
      line.isChanged = !line.hasMark
      if line.isChanged { counts[.indexByteOrderMark] = 1 }
    }
    line.returns = scanner.withBytes(line.range) { $0.trailingReturns }
    line.range = line.range.lowerBound..<line.range.upperBound - line.returns
    if let preamble = plan.preamble, scanner.line <= preamble.lines {
      return take(line, of: preamble)
    }
    switch scanner.withBytes(line.range, IndexLineKind.init) {
    case .blank: takeBlank(line)
    // Somebody commented it out, or it lost its line end: no repair may drop it.
    case .comment where scanner.withBytes(line.range, IndexLineKind.holdsRow):
      if hasRow || headers > 0 { keep(line) } else { takeRow(line) }
    case .comment: takeHeader(line)
    case .names where !hasRow && headers == 0: takeHeader(line)
    case .names where scanner.withBytes(line.range, IndexPreamble.isHeader): takeHeader(line)
    case .names, .row: takeRow(line)
    }
  }

  private mutating func take(_ line: Line, of preamble: IndexPreamble) {
    let isSafe = HeaderRecipe.safety(ofRemoving: preamble) == .safe
    guard recipes(.secondHeader), isSafe || plan.allowsUnsafe else { return keep(line) }
    counts[.secondHeader] = 1
    if line.hasMark { write([0xEF, 0xBB, 0xBF]) }
    lines.remove()
  }

  private func recipes(_ rule: RuleID) -> Bool { plan.rules.contains(rule) }

  private mutating func takeBlank(_ line: Line) {
    guard recipes(.blankLine) else { return keep(line) }
    counts[.blankLine, default: 0] += 1
    if line.hasMark { write([0xEF, 0xBB, 0xBF]) }
    lines.remove()
  }

  private mutating func takeHeader(_ line: Line) {
    let header = scanner.withBytes(line.range) { IndexHeader($0.text, line: scanner.line) }
    headers += 1
    var line = line
    dropCR(&line)
    guard headers == 1, !hasRow else {
      let isSafe = HeaderRecipe.isRepeated(header, of: self.header)
      guard recipes(.secondHeader), isSafe || plan.allowsUnsafe else { return keep(line) }
      counts[.secondHeader, default: 0] += 1
      return lines.remove()
    }
    self.header = header
    if recipes(.headerNamesDiffer) && plan.isPlausible || plan.reorders,
      let layout = plan.mendedLayout,
      let text = HeaderRecipe.names(for: header, layout, table)
    {
      counts[.headerNamesDiffer] = 1
      if !header.hasHash, recipes(.headerWithoutHash) { counts[.headerWithoutHash] = 1 }
      return replace(line, with: Array(text.utf8))
    }
    guard recipes(.headerWithoutHash), !header.hasHash,
      header.leadingMarks == 0 || !header.isDamaged
    else { return keep(line) }
    counts[.headerWithoutHash] = 1
    if let text = HeaderRecipe.quoted(header) { return replace(line, with: Array(text.utf8)) }
    let marks = header.leadingMarks
    replace(
      line, with: Array("# ".utf8) + scanner.withBytes(line.range) { $0.bytes(marks..<$0.count) })
  }

  private mutating func takeRow(_ line: Line) {
    var line = line
    dropCR(&line)
    if !hasRow { begin(line) }
    let needsMending = scanner.withBytes(line.range) { mender.needsMending($0) }
    var text: [UInt8]?
    if needsMending {
      text = mender.mendExamined(scanner.withBytes(line.range) { $0.bytes(0..<$0.count) })
    }
    if recipes(.datakeyRepeated), plan.allowsUnsafe {
      let row = text ?? scanner.withBytes(line.range) { $0.bytes(0..<$0.count) }
      if repeated.contains(row, startingAt: mender.examination.start) {
        counts[.datakeyRepeated, default: 0] += 1
        return lines.remove()
      }
    }
    if plan.reorders {
      text = reordered(text ?? scanner.withBytes(line.range) { $0.bytes(0..<$0.count) })
    }
    if let text { replace(line, with: text) } else { keep(line) }
  }

  /// Puts stop after start; the other columns keep their order.
  private mutating func reordered(_ text: [UInt8]) -> [UInt8] {
    mender.examination.splitOnly(text.span)
    let fields = mender.examination.fields
    guard let stop = plan.layout?.stop, fields.count > stop else { return text }
    counts[.columnsInAnotherOrder] = 1
    let order = [0, stop] + (1..<fields.count).filter { $0 != stop }
    return Array(order.map { text[fields[$0].outerRange] }.joined(separator: [0x2C]))
  }

  /// Takes over what most rows of the file show, which all rows are compared with.
  private mutating func begin(_ line: Line) {
    hasRow = true
    let layout = plan.layout ?? .standard
    var context = RowContext(
      layout: layout, timeLength: plan.timeLength, allowsStatic: table.allowsStatic,
      bucket: Array(plan.bucket.utf8), year: plan.expectation.year)
    context.mendedTimeLength = plan.timeLength
    context.precisionBasis = plan.isTimeLengthUsual ? .file : .half
    context.ends = plan.ends
    mender.examination.context = context
    guard headers == 0, recipes(.headerMissing), plan.isPlausible,
      scanner.withBytes(line.range, IndexInference.looksLikeRow),
      let text = HeaderRecipe.missing(layout, table: table, parameters: plan.expectation.parameters)
    else { return }
    counts[.headerMissing] = 1
    if line.hasMark { write([0xEF, 0xBB, 0xBF]) }
    insert(text)
  }

  private mutating func dropCR(_ line: inout Line) {
    guard line.returns > 0, recipes.contains(.line(.endsWithCR)) else { return }
    line.returns = 0
    line.isChanged = true
    counts[.lineEndsWithCR, default: 0] += 1
  }
}

// MARK: - Output

extension IndexRepair {
  /// Writes a line with its old text.
  private mutating func keep(_ line: Line) {
    if line.hasMark { write([0xEF, 0xBB, 0xBF]) }
    scanner.withBytes(line.range) { output.append($0) }
    end(line)
  }

  private mutating func replace(_ line: Line, with text: [UInt8]) {
    if line.hasMark { write([0xEF, 0xBB, 0xBF]) }
    write(text)
    var line = line
    line.isChanged = true
    end(line)
  }

  private mutating func end(_ line: Line) {
    var isChanged = line.isChanged
    for _ in 0..<line.returns { output.append(0x0D) }
    if scanner.endsWithLineFeed {
      output.append(0x0A)
    } else if recipes(.finalLineEndMissing), plan.allowsUnsafe {
      output.append(0x0A)
      counts[.finalLineEndMissing] = 1
      isChanged = true
    }
    if isChanged {
      lines.remove()
      lines.add()
    } else {
      lines.keep()
    }
  }

  private mutating func insert(_ text: String) {
    write(Array(text.utf8) + [0x0A])
    lines.add()
  }

  private mutating func write(_ bytes: [UInt8]) { output.append(bytes.span) }
}
