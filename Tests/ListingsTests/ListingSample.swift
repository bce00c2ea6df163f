@testable import Listings

/// A listing that was read in pieces.
struct ReadListing {
  /// The objects: key, and size if known.
  let entries: [ListingEntry]
  /// The summary of the listing.
  let summary: ListingSummary

  /// Reads a text.
  init(_ text: String, format: ListingFormat? = nil, chunk: Int = 1 << 16) {
    self.init(Array(text.utf8), format: format, chunk: chunk)
  }

  /// Reads bytes in pieces of a size.
  init(_ bytes: [UInt8], format: ListingFormat? = nil, chunk: Int = 1 << 16) {
    var reader = ListingReader(format: format)
    var entries: [ListingEntry] = []
    var start = 0
    while start < bytes.count {
      let end = Swift.min(bytes.count, start + chunk)
      entries += reader.read(bytes.span.extracting(start..<end))
      start = end
    }
    entries += reader.finish()
    self.entries = entries
    summary = reader.summary
  }

  /// The objects in short: key and size.
  var objects: [String] {
    entries.filter(\.isPresent).map { "\($0.key) \($0.size.map(String.init) ?? "-")" }
  }

  /// The faults in short: line, kind and words.
  var faults: [String] {
    summary.faults.map { "\($0.line) \($0.code.rawValue) \($0.message)" }
  }
}

/// Listings as the programs write them, with keys that are not plain.
enum ListingSample {
  /// A snapshot of three objects.
  static let snapshot = """
    {"format":"scregistry-snapshot","schemaVersion":1,"tool":"t 1","target":"s3://b/"}
    {"key":" lead","size":5,"etag":"\\"e\\""}
    {"key":"a\\"b,\\n.cdf","size":7,"lastModified":"2024-05-06T07:08:09Z"}
    {"key":"ünï.cdf"}
    {"complete":true,"count":3,"bytes":12,"sorted":true,"sha256":"\(sum)"}

    """

  /// What `sed '1d;$d' | sha256sum` gives for it.
  static let sum = "7214d00242c64e5bc230725b797f1dbf10520abdd75968bebb974c0f7e88fae3"

  static let awsJSON = """
    {
        "Contents": [
            {
                "Key": " lead",
                "LastModified": "2026-11-24T04:19:09.000Z",
                "ETag": "\\"fb0e22c79ac75679e9881e6ba183b354\\"",
                "ChecksumAlgorithm": [
                    "CRC32"
                ],
                "Size": 5,
                "StorageClass": "STANDARD"
            },
            {
                "Key": "a%20b\\u00fc\\"[{.cdf",
                "LastModified": "2026-11-24T04:19:09+02:00",
                "Size": 7
            }
        ],
        "RequestCharged": null,
        "Prefix": ""
    }

    """

  static let awsText = """
    2026-11-24 04:19:09          5  lead
    2026-11-24 04:19:09          7 a b.cdf
    2026-11-24 04:19:09 5368709120 ünï, 12.cdf

    """

  static let rclone = """
    [
    {"Path":" lead","Name":" lead","Size":5,"MimeType":"x/y","ModTime":"2026-11-24T04:19:09.000000000Z","IsDir":false},
    {"Path":"x","Name":"x","Size":-1,"MimeType":"inode/directory","ModTime":"2026-11-24T04:19:09Z","IsDir":true},
    {"Path":"x/doc","Name":"doc","Size":-1,"MimeType":"x/y","ModTime":"2026-11-24T04:19:09.5+01:00","IsDir":false}
    ]

    """

  static let find = "5\t1700000000.2500000000\t lead\n7\t1700000000.0000000000\t./a\tb.cdf\n"

  static let headedCSV = """
    #time, s3key, filesize
    2015-09-01T12:11:14Z,mms1/a_v4.18.0.cdf,4641642
    2015-09-01T12:20:54Z,mms1/b_v4.18.0.cdf,4603372

    """

  static let nginx = """
    <html>
    <head><title>Index of /data/</title></head>
    <body>
    <h1>Index of /data/</h1><hr><pre><a href="../">../</a>
    <a href="a%20b.cdf">a b.cdf</a>                  24-Nov-2026 03:50                1234
    <a href="x%2By%26.cdf">x+y&amp;.cdf</a>              24-Nov-2026 03:50                   0
    </pre><hr></body>
    </html>

    """

  static let apache = """
    <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
    <html><head><title>Index of /data</title></head><body><h1>Index of /data</h1>
      <table>
       <tr><th valign="top"><img src="/icons/blank.gif"></th><th><a href="?C=N;O=D">Name</a></th></tr>
    <tr><td valign="top"><img src="/icons/back.gif"></td><td><a href="/">Parent Directory</a></td><td>&nbsp;</td></tr>
    <tr><td valign="top"><img src="/icons/unknown.gif"></td><td><a href="a.cdf">a.cdf</a></td><td align="right">2020-01-01 00:00  </td><td align="right">512 </td></tr>
    <tr><td valign="top"><img src="/icons/unknown.gif"></td><td><a href="b.cdf">b.cdf</a></td><td align="right">2020-01-01 00:00  </td><td align="right">1.2M</td></tr>
    </table></body></html>

    """
}
