import Testing

/// A small registry of an older version.
struct OldRegistry: CustomTestStringConvertible, Sendable {
  /// Its version and special features.
  var testDescription: String
  /// The text of catalog.json.
  var catalog: String
  /// The index files and others, by their names below the bucket.
  var files: [String: String]
  /// The number of stops to assume.
  var assumed: Int
  /// The rows of the new index files, by their names below the bucket.
  var rows: [String: [String]]

  /// Two rows of three columns, in the file of each of two years.
  static let threeColumns = [
    "data/ds_2015.csv": """
    #time, s3key, filesize
    2015-06-01T00:00:00Z,s3://b/data/a.cdf,10
    2015-06-01T12:00:00Z,s3://b/data/b.cdf,20

    """,
    "data/ds_2016.csv": """
    #time, s3key, filesize
    2016-01-01T00:00:00Z,s3://b/data/c.cdf,30
    2016-01-01T06:00:00Z,s3://b/data/d.cdf,40

    """,
  ]

  /// The same rows with stops.
  static let fourColumns = [
    "data/ds_2015.csv": [
      "2015-06-01T00:00:00Z,2015-06-01T12:00:00Z,s3://b/data/a.cdf,10",
      "2015-06-01T12:00:00Z,2016-01-01T00:00:00Z,s3://b/data/b.cdf,20",
    ],
    "data/ds_2016.csv": [
      "2016-01-01T00:00:00Z,2016-01-01T06:00:00Z,s3://b/data/c.cdf,30",
      "2016-01-01T06:00:00Z,2016-01-01T12:00:00Z,s3://b/data/d.cdf,40",
    ],
  ]

  /// A catalog of one entry.
  static func catalog(_ head: String, _ entry: String) -> String {
    """
    {\(head), "name": "A bucket", "contact": "Someone, a@example.org", "egress": "none",
     "description": null, "catalog": [{"title": "A dataset", \(entry)}]}
    """
  }
}

extension OldRegistry {
  static let spec01a = OldRegistry(
    testDescription: "0.1 in lower case",
    catalog: catalog(
      #""Cloudy": "0.1", "endpoint": "s3://b/MMS/", "status": "1200/OK""#,
      """
      "id": "ds", "loc": "s3://b/data/", "startdate": "2015-06-01T00:00Z",
      "enddate": "2021-12-31T23:59Z", "modificationdate": "2023-03-08T00:00Z",
      "indexformat": "csv", "fileformat": "CDF", "ownership": {"description": "Text",
      "resourceID": "spase://x", "creationDate": "optional date", "aboutURL": "https://x.org/"}
      """), files: threeColumns, assumed: 4, rows: fourColumns)

  static let spec01b = OldRegistry(
    testDescription: "0.1",
    catalog: catalog(
      #""Cloudy": "0.1", "endpoint": "s3://b/", "status": 1200"#,
      """
      "id": "ds", "loc": "s3://b/data/", "startDate": "2015-06-01T00:00Z",
      "endDate": "2021-12-31T23:59Z", "modificationDate": "2023-05-04:00:00:00Z",
      "indexformat": "csv", "fileformat": "cdf"
      """), files: threeColumns, assumed: 4, rows: fourColumns)

  static let spec02 = OldRegistry(
    testDescription: "0.2, with relative datakeys and a relative index",
    catalog: catalog(
      #""Cloudy": "0.2", "endpoint": "s3://b/""#,
      """
      "id": "ds", "loc": "./data", "startDate": "2015-06-01T00:00:00Z",
      "stopDate": "2021-12-31T23:59:00Z", "modificationDate": "2023-03-08T00:00:00Z",
      "indexformat": "csv", "fileformat": "netcdf,CDF", "resourceURL": "https://x.org/",
      "creationDate": "2023-04-05T00:00:00Z", "aboutURL": null
      """), files: threeColumns.mapValues { $0.replacing("s3://b/", with: "") }, assumed: 4,
    rows: fourColumns)

  static let spec022 = OldRegistry(
    testDescription: "0.2.2, with rows of equal starts and out of order",
    catalog: catalog(
      #""Cloudy": "0.2", "endpoint": "s3://b", "egressPolicy": "no_egress""#,
      """
      "id": "ds", "loc": "s3://b/data", "startDate": "2015-06-01T00:00:00Z",
      "stopDate": "2015-12-31T23:59:00Z", "modificationDate": "2023-03-08T00:00:00Z",
      "indexFormat": "csv", "fileFormat": "cdf"
      """),
    files: [
      "data/ds_2015.csv": """
      # startDate, key, size
      2015-06-03T00:00:00Z,s3://b/data/c.cdf,30
      2015-06-01T00:00:00Z,s3://b/data/b.cdf,20
      2015-06-01T00:00:00Z,s3://b/data/a.cdf,10
      2015-06-03T00:00:00Z,s3://b/data/c.cdf,30

      """
    ], assumed: 4,
    rows: [
      "data/ds_2015.csv": [
        "2015-06-01T00:00:00Z,2015-06-03T00:00:00Z,s3://b/data/a.cdf,10",
        "2015-06-01T00:00:00Z,2015-06-03T00:00:00Z,s3://b/data/b.cdf,20",
        "2015-06-03T00:00:00Z,2015-06-05T00:00:00Z,s3://b/data/c.cdf,30",
      ]
    ])

  static let spec03 = OldRegistry(
    testDescription: "0.3, with a row in the file of another year and minutes only",
    catalog: catalog(
      #""version": "0.3.5", "endpoint": "s3://b/", "status": {"code": "1200", "message": "OK"}"#,
      """
      "id": "ds", "index": "s3://b/data/", "start": "2015-06-01T00:00.00Z",
      "stop": "2016-01-02T00:00Z", "modification": "2023-03-08T00:00Z", "indextype": "csv",
      "filetype": "cdf", "multiyear": "False", "regex": "ds_.*"
      """),
    files: [
      "data/ds_2015.csv": """
      2015-06-01T00:00Z,s3://b/data/a.cdf,10
      2016-01-01T00:00Z,s3://b/data/b.cdf,20

      """
    ], assumed: 2,
    rows: [
      "data/ds_2015.csv": ["2015-06-01T00:00:00Z,2016-01-01T00:00:00Z,s3://b/data/a.cdf,10"],
      "data/ds_2016.csv": ["2016-01-01T00:00:00Z,2016-08-02T00:00:00Z,s3://b/data/b.cdf,20"],
    ])

  static let spec05 = OldRegistry(
    testDescription: "0.5, with milliseconds, further columns and their description",
    catalog: catalog(
      #""version": "0.5", "endpoint": "s3://b/""#,
      """
      "id": "ds", "index": "s3://b/data/", "start": "2015-06-01T00:00:00.000Z",
      "stop": "2015-06-01T00:00:04.000Z", "modification": "2024-06-03T00:00:00Z",
      "indextype": "csv_zip", "filetype": "fits", "tags": ["x"]
      """),
    files: [
      "data/ds_2015.csv": """
      # start, stop, datakey, filesize, wave, note
      2015-06-01T00:00:00.500Z,2015-06-01T00:00:04.000Z,s3://b/data/a.fits,10,19.5,"one, two"

      """,
      "data/ds.info": """
      {"CloudMe": "0.3", "parameters": [{"name": "wave", "type": "double", "units": "nm"},
       {"name": "note", "type": "string"}]}
      """,
    ], assumed: 0,
    rows: [
      "data/ds_2015.csv": [
        #"2015-06-01T00:00:00.500Z,2015-06-01T00:00:04.000Z,s3://b/data/a.fits,10,19.5,"one, two""#
      ]
    ])

  static let platform = OldRegistry(
    testDescription: "HelioCloud platform",
    catalog: catalog(
      #""endpoint": "s3://b", "region": "us-east-1", "status": "1200/OK", "citation": null"#,
      """
      "dataset_id": "ds", "id": "ds", "index": "s3://b/data",
      "start": "2015-06-01T00:00:00+00:00", "stop": "2016-01-01T06:00:00+00:00",
      "modification": null, "indextype": "csv", "filetype": ["CDF"], "creation":
      "2015-09-01T00:00:00", "expiration": null, "verified": null, "multiyear": false
      """),
    files: threeColumns.mapValues { text in
      text.split(separator: "\n").map { line in
        line.hasPrefix("#")
          ? "# startDate, key, size\n"
          : line.replacing("T", with: " ").replacing("Z,", with: "+00:00,")
            .split(separator: ",").map { "'\($0)'" }.joined(separator: ",") + "\n"
      }.joined()
    }, assumed: 4, rows: fourColumns)

  static let cdaweb2023 = OldRegistry(
    testDescription: "CDAWeb of 2023: start, key, filesize, stop",
    catalog: catalog(
      #""Cloudy": "0.6", "endpoint": "s3://b/""#,
      """
      "id": "ds", "index": "s3://b/data/", "start": "2015-06-01T00:00:00.000Z",
      "stop": "2049-01-01T00:00:00.000Z", "collections": ["CDAWeb"]
      """),
    files: [
      "data/ds_2015.csv": """
      #start,key,filesize
      2015-06-01T00:00:00Z,s3://b/data/a.cdf,10,2015-06-01T11:59:59Z
      2015-06-01T12:00:00Z,s3://b/data/b.cdf,20,2015-06-02T00:00:00Z

      """
    ], assumed: 0,
    rows: [
      "data/ds_2015.csv": [
        "2015-06-01T00:00:00Z,2015-06-01T11:59:59Z,s3://b/data/a.cdf,10",
        "2015-06-01T12:00:00Z,2015-06-02T00:00:00Z,s3://b/data/b.cdf,20",
      ]
    ])

  static let manifest2indices = OldRegistry(
    testDescription: "manifest2indices: index without scheme and slash",
    catalog: catalog(
      #""Cloudy": "1.1", "endpoint": "s3://b/""#,
      """
      "id": "ds", "index": "data/sub", "start": "2015-06-01T00:00:00Z",
      "stop": "2015-06-01T12:00:00Z"
      """),
    files: [
      "data/sub/ds_2015.csv": """
      #start,stop,s3key,filesize
      2015-06-01T00:00:00Z,2015-06-01T12:00:00Z,s3://b/data/a.cdf,10
      2015-06-01T12:00:00Z,2015-06-01T12:00:00Z,s3://b/data/b.cdf,20

      """
    ], assumed: 0,
    rows: [
      "data/sub/ds_2015.csv": [
        "2015-06-01T00:00:00Z,2015-06-01T12:00:00Z,s3://b/data/a.cdf,10",
        "2015-06-01T12:00:00Z,2015-06-01T12:00:00Z,s3://b/data/b.cdf,20",
      ]
    ])

  static let bareList = OldRegistry(
    testDescription: "the bare list of entries, no endpoint",
    catalog: """
      [{"id": "ds", "index": "s3://b/data/", "title": "A dataset", "start": "2015-06-01T00:00:00Z",
        "stop": "2015-06-01T12:00:00Z", "modification": "2023-05-04T00:00:00Z",
        "indextype": "csv", "filetype": "cdf"}]
      """, files: threeColumns, assumed: 4, rows: fourColumns)

  static let all = [
    spec01a, spec01b, spec02, spec022, spec03, spec05, platform, cdaweb2023, manifest2indices,
    bareList,
  ]
}
