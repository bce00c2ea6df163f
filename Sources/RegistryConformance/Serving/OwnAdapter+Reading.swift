internal import Formats
internal import Locks
internal import ObjectStorage
internal import SharedCloudRegistry

extension OwnAdapter {
  /// Answers a case of class reader.
  func read(_ input: Node, root: String, endpoint: String?) async throws(CaseFault) -> JSONValue {
    let query = input["query"] ?? input
    let reader = Self.reader(of: BucketCopies(input, root: root), endpoint: endpoint)
    do throws(ReadingError) {
      switch query["ask"]?.string {
      case "files": return try await files(query, reader: reader, virtualRoot: input.virtualRoot)
      case "datasets":
        let bucket = try await reader.bucket(at: input.virtualRoot)
        return ["value": .array(bucket.datasets.map { .string($0.id) })]
      case "dataset":
        let bucket = try await reader.bucket(at: input.virtualRoot)
        return ["value": Self.value(of: try bucket.dataset(query["dataset"]?.text ?? ""))]
      case "buckets":
        let registry = try await reader.globalRegistry(
          at: input.virtualRoot + "HelioDataRegistry.json")
        return ["value": .array(registry.entries.map { .string($0.endpoint) })]
      default: break
      }
    } catch {
      return ["error": .string(error.detail)]
    }
    throw .unknown("unknown question \(HarmlessText.of(Judgement.text(query["ask"])))")
  }

  /// A reader that finds the bucket in its copy, or on the server that has it.
  private static func reader(
    of copies: BucketCopies, endpoint: String?
  ) -> RegistryReader {
    var options = RegistryReader.Options()
    options.storage.isAnonymous = true
    if let endpoint {
      options.storage.endpointURL = endpoint
      options.storage.region = "us-east-1"
      options.storage.tries = 1
    } else {
      options.mappings = copies.all.map { AddressMapping($0.bucket, to: $0.path + "/") }
    }
    return RegistryReader(options)
  }

  private func files(
    _ query: Node, reader: RegistryReader, virtualRoot: String
  ) async throws(ReadingError) -> JSONValue {
    let dataset = try await reader.bucket(at: virtualRoot).dataset(query["dataset"]?.text ?? "")
    let (start, stop) = (query["start"]?.string, query["stop"]?.string)
    for text in [start, stop].compactMap(\.self) where TimeText.typed(text) == nil {
      throw ReadingError(.malformed, address: virtualRoot, detail: "\(text) is not a time")
    }
    var rows: [JSONValue] = []
    var question = FileQuery(
      from: start.flatMap(TimeText.typed), to: stop.flatMap(TimeText.typed))
    let faults = FaultCollection()
    question.onFault = { faults.add($0) }
    var records = dataset.files(question).makeAsyncIterator()
    while let record = try await records.next(isolation: #isolation) {
      rows.append(Self.row(record))
    }
    // An empty answer is not an answer if something could not be read.
    if rows.isEmpty, let fault = faults.firstLoss {
      throw ReadingError(.malformed, address: fault.address, detail: fault.description)
    }
    return ["rows": .array(rows)]
  }

  private static func row(_ record: FileRecord) -> JSONValue {
    [
      "start": .string(record.start?.text ?? "static"),
      "stop": record.stop.map { .string($0.text) } ?? .null,
      "datakey": .string(record.datakey),
      "filesize": record.filesize.map { .number($0) } ?? .null,
    ]
  }

  private static func value(of dataset: Dataset) -> JSONValue {
    func text(_ time: SCRTime?) -> JSONValue { time.map { .string($0.text) } ?? .null }
    return [
      "id": .string(dataset.id), "index": .string(dataset.index), "title": .string(dataset.title),
      "start": text(dataset.start), "stop": text(dataset.stop),
      "modification": text(dataset.modification),
      "indextype": dataset.indexType.map { .string($0) } ?? .null,
      "filetype": .string(dataset.fileTypes.joined(separator: ",")),
      "multiyear": .bool(dataset.isMultiyear), "static": .bool(dataset.isStatic),
      "collections": .array(dataset.collections.map { .string($0) }),
    ]
  }
}

/// What a reader reported as skipped.
private final class FaultCollection: Sendable {
  private let all = Lock<[ReadingFault]>([])

  /// Kinds of fault that skip rows.
  private static let losses: Set<ReadingFault.Kind> = [.row, .longLine, .unsupportedIndex]

  func add(_ fault: ReadingFault) { all.withLock { $0.append(fault) } }

  /// The first fault that skipped something.
  var firstLoss: ReadingFault? {
    all.withLock { all in all.first { Self.losses.contains($0.kind) } }
  }
}
