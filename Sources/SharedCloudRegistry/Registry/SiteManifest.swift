internal import Formats
package import ObjectStorage

/// The list of the files of a site, in `site.json`, as `site.schema.json` describes it.
package struct SiteManifest: Sendable, Hashable {
  /// The path of the list.
  package static let path = "site.json"
  /// The files at the root of a registry that are about it, but belong to no dataset.
  package static let rootFiles = [path, "mirror.json", "badge.svg", "badge.json"]
  /// The largest list that is read, in bytes.
  private static let limit = 64 << 20

  /// The digests of the files, by path.
  package var files: [String: String] = [:]

  /// Makes a list.
  ///
  /// - Parameter files: The digests of the files, by path.
  package init(_ files: [String: String] = [:]) { self.files = files }

  /// Reads a list; nil if the bytes are not a list that scregistry wrote.
  ///
  /// Paths that no site has are dropped, so a list that was tampered with can't name other files.
  package init?(reading bytes: [UInt8]) {
    let root: Node
    do throws(SyntaxFault) {
      root = try JSONParser.parse(bytes).root
    } catch {
      return nil
    }
    guard root["tool"]?["name"]?.string == "scregistry", root["schemaVersion"]?.integer == 1,
      let list = root["files"], list.kind == .array
    else { return nil }
    for node in list.elements {
      guard let path = node["path"]?.string, let digest = node["sha256"]?.string,
        Self.isOwn(path)
      else { continue }
      files[path] = digest
    }
  }

  /// The content of the file.
  ///
  /// - Parameter toolVersion: The version of this program.
  /// - Returns: The JSON, in UTF-8.
  package func written(toolVersion: String) -> [UInt8] {
    let paths = files.keys.sorted()
    return JSONWriter.writeHarmless([
      "schemaVersion": 1,
      "tool": ["name": "scregistry", "version": .string(toolVersion)],
      "files": .array(
        paths.map { path in
          .raw(
            JSONWriter.write(
              ["path": .string(path), "sha256": .string(files[path] ?? "")],
              layout: .singleLine))
        }),
    ])
  }

  /// Whether a path is one that a site can have.
  package static func isOwn(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return ["index.html", "feed.xml", "sitemap.xml"].contains(path)
    case 2 where parts[0] == "datasets": return parts[1].hasSuffix(".html") && isName(parts[1])
    case 2: return parts[0] == "hapi" && ["about", "capabilities", "catalog"].contains(parts[1])
    case 4:
      return parts[0] == "hapi" && isName(parts[1]) && parts[2] == "hapi"
        && ["about", "capabilities", "catalog", "info", "data"].contains(parts[3])
    default: return false
    }
  }

  /// Whether a key may be of a site, wherever in a tree the site is; its list says whether it is.
  ///
  /// - Parameter key: The key, in UTF-8.
  /// - Returns: False for nearly all keys of other files.
  package static func mayHave(_ key: Span<UInt8>) -> Bool {
    guard let endings = endings[key.isEmpty ? 0 : key[key.count - 1]],
      endings.contains(where: { key.ends(with: $0) })
    else { return false }
    let parts = key.text.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last else { return false }
    return name == path
      || [1, 2, 4].contains { count in
        parts.count >= count && isOwn(parts.suffix(count).joined(separator: "/"))
      }
  }

  /// The ends of all paths of a site, by their last bytes.
  private static let endings = Dictionary(
    grouping: [
      path, ".html", "feed.xml", "sitemap.xml", "about", "capabilities", "catalog", "info", "data",
    ].map { Array($0.utf8) }, by: { $0[$0.count - 1] })

  /// Whether a part of a path is made of the characters that names of pages have.
  private static func isName(_ part: Substring) -> Bool {
    !part.isEmpty && part.utf8.first != UInt8(ascii: ".")
      && part.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}

extension SiteManifest {
  /// Reads the list of a storage; empty without one, or if it can't be read.
  ///
  /// A list that can't be read hides nothing: its pages are reported like any other object.
  ///
  /// - Parameters:
  ///   - storage: The storage.
  ///   - prefix: The key of the directory of the site, with its final slash; empty for the root.
  package init(in storage: any Storage, below prefix: String) async {
    do throws(StoreError) {
      let object = try await storage.read(prefix + Self.path, .whole)
      var bytes: [UInt8] = []
      while bytes.count <= Self.limit, let part = try await object.next() { bytes += part }
      self = bytes.count <= Self.limit ? Self(reading: bytes) ?? Self() : Self()
    } catch {
      self.init()
    }
  }

  /// Reads the lists of a tree, wherever in it they are.
  ///
  /// - Parameters:
  ///   - store: The tree.
  ///   - keys: The keys in it.
  /// - Returns: The keys of the pages, and of the lists.
  package static func keys(
    in store: ObjectTree, among keys: some Sequence<String>
  ) async -> [String] {
    let lists = keys.filter { $0.utf8.elementsEqual(path.utf8) || $0.hasSuffix("/" + path) }
    var found: [String] = []
    for key in lists.prefix(mostSites) {
      let directory = String(key.dropLast(path.count))
      let list = await Self(in: store.storage, below: store.prefix + directory)
      guard !list.files.isEmpty else { continue }
      found.append(key)
      found += list.files.keys.map { directory + $0 }
    }
    return found
  }

  /// The number of sites that a tree has at most.
  private static let mostSites = 20
}

extension Span where Element == UInt8 {
  /// Whether the last bytes are these.
  fileprivate func ends(with other: [UInt8]) -> Bool {
    let start = count - other.count
    return start >= 0 && other.indices.allSatisfy { self[start + $0] == other[$0] }
  }
}
