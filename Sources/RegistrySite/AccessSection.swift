internal import Formats
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// How to get the files of a dataset: commands to copy.
struct AccessSection {
  let site: SiteFrame
  let dataset: SiteDataset

  /// Writes the section.
  func write(_ page: inout HTMLWriter) {
    page.element("section", [.init("id", "access")]) { page in
      page.element("h2", text: "How to get the files")
      guard dataset.timeline?.hasNoIndexFiles != true else {
        page.element("p", text: "The dataset has no index files, so its files can't be listed.")
        return
      }
      page.element(
        "p", [.style("lede")],
        text: "Each row of the index files has the time, the address and the size of one file."
          + (site.address == nil
            ? " DIRECTORY is the directory with catalog.json, since the catalog names no "
              + "address." : "")
          + (site.egress.userPays
            ? " You pay for requests and transfers, so each program needs your credentials." : ""))
      for recipe in recipes {
        page.element("h3", text: recipe.name)
        page.element("pre", [.init("tabindex", "0")]) { page in
          for line in recipe.lines {
            page.text(line, limit: 4000)
            page.markup("\n")
          }
        }
      }
    }
    page.markup("\n")
  }

  /// A command of scregistry; an id that begins with a dash is no option after `--`.
  private func command(_ name: String, _ options: String) -> String {
    let id = dataset.dataset.id
    let words = "\(Self.shell(site.address ?? "DIRECTORY")) \(Self.shell(id))"
    let options = options + (site.egress.userPays ? " --request-payer" : "")
    return id.hasPrefix("-")
      ? "scregistry \(name)\(options) -- \(words)" : "scregistry \(name) \(words)\(options)"
  }

  private var recipes: [(name: String, lines: [String])] {
    let bucket = site.address ?? "DIRECTORY"
    var recipes = [
      (
        name: "scregistry",
        lines: [
          command("files", range),
          command("fetch", range + " --out data/"),
        ]
      ),
      (
        name: "Python",
        lines: [
          "import scregistry",
          "bucket = scregistry.open(\(Self.python(bucket))"
            + (site.egress.userPays ? ", request_payer=True)" : ")"),
          "files = bucket.dataset(\(Self.python(dataset.dataset.id)))"
            + ".files(\(pythonRange))",
          "paths = files.fetch(\"data/\")",
        ]
      ),
    ]
    let address = DatasetAddress(dataset, in: site)
    let index = IndexRecipe(address.file.flatMap { IndexFileName($0)?.format })
    if let object = address.objectAddress {
      recipes.append(
        (
          name: "aws",
          lines: [
            "# all files of this index file",
            "aws s3 cp \(site.egress.awsOption)\(Self.shell(object)) \(index.file)",
            index.addresses + " | xargs -I {} aws s3 cp \(site.egress.awsOption){} data/",
          ]
        ))
    }
    // A plain request has no credentials, and nobody who pays.
    if site.egress.isAnonymous, let web = address.webAddress {
      var lines = [
        "# all files of this index file",
        "curl --fail --location -o \(index.file) \(Self.shell(web))",
      ]
      if let bucket = address.plainBucket {
        lines.append(
          index.addresses + " | sed 's|^s3://\(bucket.name)/|\(bucket.web)/|' | "
            + "xargs -n 1 curl --fail --location --create-dirs --output-dir data -O")
      }
      recipes.append((name: "curl", lines: lines))
    }
    if site.options.hasHAPI, let server = site.address(of: dataset.hapiPath) {
      let words = "\(Self.python(server)), \(Self.python(dataset.dataset.id))"
      recipes.append(
        (
          name: "HAPI",
          lines: [
            "from hapiclient import hapi",
            "info = hapi(\(words))",
            #"files, _ = hapi(\#(words), "", info["startDate"], info["stopDate"])"#,
          ]
        ))
    }
    return recipes
  }

  private var range: String {
    dataset.start == nil ? "" : " --start \(firstDay) --stop \(nextDay)"
  }

  /// The arguments of `files` in Python; none for a dataset without times.
  private var pythonRange: String {
    dataset.start == nil && dataset.timeline?.first == nil
      ? "" : "\(Self.python(firstDay)), \(Self.python(nextDay))"
  }

  /// The first day with files.
  private var firstDay: String {
    String((dataset.timeline?.first ?? dataset.start ?? "2015-06-01").prefix(10))
  }

  /// The day after it.
  private var nextDay: String {
    guard let day = TimeText.typed(firstDay) else { return firstDay }
    return String(SCRTime(seconds: day.seconds + 86400).text.prefix(10))
  }

  /// A word for a shell: as it is if it is plain, else in quotes.
  private static func shell(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_-./:=@%+,".utf8.contains(byte)
      }
    }
    guard !isPlain || text.isEmpty || text.hasPrefix("-") else { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }

  /// A string of Python, which spells strings like JSON.
  private static func python(_ text: String) -> String {
    String(decoding: JSONWriter.writeHarmless(.string(text), layout: .singleLine), as: UTF8.self)
  }
}
