internal import Formats
internal import ObjectStorage
public import RegistryValidation
internal import SharedCloudRegistry

/// This program as an adapter: Validator, RegistryReader, Publisher and
/// MirrorVerification through the protocol.
///
/// The messages of the protocol are the only way in, so that the suite treats this program
/// like any other.
public struct OwnAdapter: Sendable {
  /// Changes to the program, to find out whether the suite notices them.
  public struct Options: Sendable {
    /// The profile of severities.
    public var profile = Profile.default
    /// Changed severities of rules by code; nil for off.
    public var severities: [String: Severity?] = [:]
    /// Changed values of options of rules, by code and name.
    public var ruleOptions: [String: [String: Int]] = [:]
    /// The version of this program.
    public var toolVersion: String

    /// Makes options without changes.
    ///
    /// - Parameter toolVersion: The version of this program.
    public init(toolVersion: String) { self.toolVersion = toolVersion }
  }

  /// The reply of an adapter to one line.
  struct Reply: Sendable {
    /// The answer; nil for no answer.
    var answer: JSONValue?
    /// What is wrong with the line, for standard error; nil if nothing is wrong.
    var complaint: String?
    /// Whether this is the last reply.
    var isLast = false
  }

  let options: Options

  /// Makes an adapter.
  ///
  /// - Parameter options: The changes to the program.
  public init(_ options: Options) { self.options = options }

  /// Cases are small and flat.
  private static let limits = TextLimits(
    depth: 64, size: AdapterProcess.lineLimit, values: 1_000_000)

  /// Answers a line.
  ///
  /// - Parameter line: The line, without its end.
  /// - Returns: The reply.
  func reply(to line: [UInt8]) async -> Reply {
    let request: Node
    do throws(SyntaxFault) {
      request = try JSONParser.parse(line, limits: Self.limits).root
    } catch {
      return Self.refusal("the request is not JSON: \(error.message)", to: nil)
    }
    guard request.kind == .object else {
      return Self.refusal("the request is not a JSON object", to: nil)
    }
    switch request["cmd"]?.string {
    case "start": return start(request)
    case "spec":
      let version = request["version"]?.string ?? ""
      return Reply(answer: ["ok": .bool(Self.specVersions.contains(version))])
    case "run": return await run(request)
    case "stop": return Reply(isLast: true)
    default:
      return Self.refusal("unknown command \(Self.excerpt(request["cmd"]))", to: request)
    }
  }

  private static func excerpt(_ node: Node?) -> String { HarmlessText.of(Judgement.text(node)) }

  /// Says that a request can't be answered.
  private static func refusal(_ text: String, to request: Node?) -> Reply {
    Reply(answer: errored(text, sequence: request?["seq"]), complaint: text)
  }

  private static func errored(_ text: String, sequence: Node?) -> JSONValue {
    let isSequence = sequence?.kind == .string || sequence?.integer != nil
    return [
      "seq": isSequence ? sequence.map { .node($0) } ?? "" : "", "errored": true,
      "context": ["message": .string(text)],
    ]
  }

  private func start(_ request: Node) -> Reply {
    guard request["protocol"]?.integer == 1 else {
      return Self.refusal("only version 1 of the protocol is supported", to: request)
    }
    return Reply(answer: ["protocol": 1, "implementation": introduction])
  }

  /// The supported versions of the spec.
  static let specVersions = ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "1.0", "1.1"]

  private var introduction: JSONValue {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    return [
      "name": "scregistry", "version": .string(options.toolVersion), "language": "swift",
      "classes": ["unit", "validator", "reader", "writer", "mirror"],
      "specVersions": texts(Self.specVersions),
      "features": [
        "csv-zip", "parquet", "info", "checksum", "registry", "objects", "older-versions",
      ],
      "grades": texts(Grade.allCases.map(\.name)),
    ]
  }

  private func run(_ request: Node) async -> Reply {
    guard let one = request["case"], one.kind == .object,
      let input = one["input"], input.kind == .object,
      let sequence = request["seq"], sequence.kind == .string || sequence.integer != nil
    else { return Self.refusal("the request is not a case with seq, class and input", to: request) }
    do throws(CaseFault) {
      let result: JSONValue
      switch one["class"]?.string {
      case "validator": result = try await validate(input, root: try Self.root(one))
      case "reader":
        result = try await read(
          input, root: try Self.root(one), endpoint: one["endpoint"]?.string)
      case "writer": result = try await write(input, root: try Self.root(one))
      case "mirror": result = try await mirror(input, root: try Self.root(one))
      case "unit": result = try await unit(input)
      default:
        return Reply(answer: [
          "seq": .node(sequence), "skipped": true,
          "message": .string("unknown class \(Self.excerpt(one["class"]))"),
        ])
      }
      return Reply(answer: ["seq": .node(sequence), "result": result])
    } catch {
      switch error {
      case .unusable(let text): return Self.refusal(text, to: request)
      case .unknown(let text):
        return Reply(answer: [
          "seq": .node(sequence), "skipped": true, "message": .string(text),
        ])
      }
    }
  }

  private static func root(_ one: Node) throws(CaseFault) -> String {
    guard let root = one["root"]?.string, root.hasPrefix("/"), !root.utf8.contains(0) else {
      throw .unusable("the case has no root, or its root is not an absolute path")
    }
    return root
  }
}

/// Why a case has no result.
enum CaseFault: Error {
  /// The request makes no sense.
  case unusable(String)
  /// The request asks for something unknown.
  case unknown(String)
}

extension Node {
  /// The address that the files of a case are a copy of, with its final slash.
  var virtualRoot: String {
    let root = self["virtualRoot"]?.string ?? "s3://example-bucket/"
    return root.directoryAddress
  }
}
