import Testing

/// Names whose numbers look like times or versions, and are something else.
struct TrapNames: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var keys: [String]
  /// All templates of the proposal, or the first ones.
  var matches: [String] = []
  /// What the proposal says.
  var says = ""

  private static let day = NamingScheme.day
  private static let year = 366 * NamingScheme.day

  /// Names with each value, or the first values in every second file only.
  private static func each(
    _ pattern: String, _ values: [String], every step: Int64 = day, count: Int = 20,
    rare: Bool = false
  ) -> [String] {
    NamingScheme(pattern, every: step, count: count).files.enumerated().flatMap { number, file in
      (rare && number % 2 == 1 ? values.prefix(1) : values[...]).map {
        file.key.replacing("*", with: $0)
      }
    }
  }

  /// Names with a number that grows from file to file.
  private static func counted(
    _ pattern: String, from first: Int, by step: Int, every distance: Int64 = day, count: Int = 50
  ) -> [String] {
    NamingScheme(pattern, every: distance, count: count).files.enumerated().map { number, file in
      file.key.replacing("*", with: "\(first + number * step)")
    }
  }

  private static func names(_ pattern: String, length: Int64, every step: Int64 = day) -> [String] {
    NamingScheme(pattern, every: step, length: length).files.map(\.key)
  }

  private init(_ description: String, _ keys: [String], _ matches: [String], says: String = "") {
    testDescription = description
    self.keys = keys
    self.matches = matches
    self.says = says
  }

  private static let passes = (1001...1199).map { "\($0)".dropFirst() }.map { "\($0)" }

  /// Counters of seven to nine digits that have the form of hours, minutes, seconds and fractions.
  static let counters: [TrapNames] = [
    .init(
      "lasco", counted("level_05/<y><m><d>/c2/*.fts", from: 22_000_000, by: 37, every: 9000),
      ["level_05/%y%m%d/c2/{number1:[0-9]{8}}.fts"]),
    .init(
      "lasco, a day", counted("level_05/<y><m><d>/c2/*.fts", from: 22_000_000, by: 37, every: 60),
      [], says: "infer from names of several days"),
    .init(
      "seven", counted("data/<Y><m><d>/img_*.fits", from: 1_200_000, by: 9),
      ["data/%Y%m%d/img_{number1:[0-9]{7}}.fits"]),
    .init(
      "nine", counted("data/<Y><j>/*.fits", from: 103_000_000, by: 137, count: 40),
      ["data/%Y%j/{number1:[0-9]{9}}.fits"]),
    .init(
      "eight, a day", counted("<Y><m><d>/frm_*.fits", from: 12_345_600, by: 7, every: 60),
      ["%Y%m%d/frm_{number1:[0-9]{8}}.fits"]),
    .init(
      "passes", each("<Y>/pass_*.dat", passes, every: year, count: 3),
      ["%Y/pass_{number1:[0-9]{3}}.dat"], says: "with the start of another one"),
  ]

  /// Numbers after the letters of versions that nearly every start has.
  static let channels: [TrapNames] = [
    .init(
      "views", each("cam_v*_<Y><m><d>.fits", ["1", "2", "3"]),
      (1...3).map { "cam_v\($0)_%Y%m%d.fits" }, says: "1 after v is no version"),
    .init(
      "channels", each("mag_<Y><m><d>_v*.dat", ["1", "2"]),
      (1...2).map { "mag_%Y%m%d_v\($0).dat" }, says: "2 after v is no version"),
    .init(
      "regions", each("x_<Y><m><d>_r*.cdf", ["1", "2", "3"]),
      (1...3).map { "x_%Y%m%d_r\($0).cdf" }, says: "3 after r is no version"),
    .init(
      "regions, one day without", Array(each("x_<Y><m><d>_r*.cdf", ["1", "2"]).dropFirst()),
      (1...2).map { "x_%Y%m%d_r\($0).cdf" }),
    .init(
      "panels", each("x_<Y><m><d>_p*.cdf", ["1", "2"], rare: true),
      (1...2).map { "x_%Y%m%d_p\($0).cdf" }),
    .init(
      "views with versions", each("cam_v*_<Y><m><d>_v03.fits", ["1", "2"]),
      (1...2).map { "cam_v\($0)_%Y%m%d_v{version}.fits" }),
    .init(
      "directories", each("cam_v*/img_<Y><m><d>.fits", ["1", "2"]),
      (1...2).map { "cam_v\($0)/img_%Y%m%d.fits" }),
  ]

  private static let waves = ["094", "131", "171", "193", "211", "304", "335"]
  private static let eight = (1...8).map { "0\($0)" }
  private static let months = eight + ["09", "10", "11", "12"]

  /// The same few values in every period.
  static let repeated: [TrapNames] = [
    .init(
      "wavelengths", each("<Y>/aia_*.h5", waves, every: year, count: 14),
      waves.map { "%Y/aia_\($0).h5" }),
    .init(
      "wavelengths of two years", each("<Y>/c*.dat", waves, every: year, count: 2),
      waves.map { "%Y/c\($0).dat" }),
    .init(
      "wavelengths of four digits", each("<Y>/uv_*.h5", ["0131", "0304", "1216"], every: year),
      ["0131", "0304", "1216"].map { "%Y/uv_\($0).h5" }),
    .init(
      "altitudes", each("<Y><m><d>/alt*.dat", ["0100", "0200", "0300", "0400", "1000", "1200"]),
      ["0100", "0200", "0300", "0400", "1000", "1200"].map { "%Y%m%d/alt\($0).dat" }),
    .init(
      "levels", each("<Y><m><d>/lev_*.dat", months.map { $0 + "00" } + ["1300"]),
      (months.map { $0 + "00" } + ["1300"]).map { "%Y%m%d/lev_\($0).dat" }),
    .init(
      "latitudes", each("i_<Y><m><d>_*.fit", ["00", "05", "10", "15", "20"]),
      ["00", "05", "10", "15", "20"].map { "i_%Y%m%d_\($0).fit" }),
    .init(
      "bands", each("<Y>/<m>/b*.nc", eight, every: NamingScheme.month),
      eight.map { "%Y/%m/b\($0).nc" }),
    .init(
      "detectors", each("<Y>/det_*.dat", eight, every: year), eight.map { "%Y/det_\($0).dat" }),
    .init(
      "channels or months", each("<Y>/ch*.dat", months, every: year), [],
      says: "the digits after ch may be months or channels"),
    .init(
      "runs or months", months.map { "run\($0)/sim_2015.h5" }, [],
      says: "the digits after run may be months or channels"),
  ]

  /// Times of processing and of creation.
  static let processed: [TrapNames] = [
    .init(
      "processed", names("goes_d<Y><m><d>_p<e:Y><e:m><e:d>.nc", length: 5 * day),
      ["goes_d%Y%m%d_p{number1:[0-9]{8}}.nc"]),
    .init(
      "produced first", names("prod<e:Y><e:m><e:d>_obs<Y><m><d>.nc", length: 3 * day),
      ["prod{number1:[0-9]{8}}_obs%Y%m%d.nc"]),
    .init(
      "with a word", names("prod_<e:Y><e:m><e:d>_obs_<Y><m><d>.nc", length: 3 * day),
      ["prod_{number1:[0-9]{8}}_obs_%Y%m%d.nc"]),
    .init(
      "any other word", names("x_<Y><m><d>_made<e:Y><e:m><e:d>.nc", length: 2 * day),
      ["x_%Y%m%d_made{number1:[0-9]{8}}.nc"]),
    .init(
      "created later",
      names("OR_s<Y><j><H><M><S>_c<e:Y><e:j><e:H><e:M><e:S>.nc", length: 75, every: 60),
      ["OR_s%Y%j%H%M%S_c{number1:[0-9]{13}}.nc"]),
    .init(
      "created before the next",
      names("x_s<Y><j><H><M><S>_c<e:Y><e:j><e:H><e:M><e:S>.nc", length: 15, every: 60),
      ["x_s%Y%j%H%M%S_c{number1:[0-9]{13}}.nc"]),
  ]

  /// Numbers of four digits that are no years, or may be other numbers.
  static let years: [TrapNames] = [
    .init(
      "future", (1990...2059).map { "vex/MAG_\($0).tab" }, [], says: "some are in the future"),
    .init(
      "orbits", (1975...2014).map { "cdf/orb_\($0)_v01.cdf" }, [],
      says: "after orb may be years, but also count something"),
    .init("scans", (2001...2012).map { "scan\($0).dat" }, [], says: "also count something"),
    .init(
      "two", ["det1_1999.dat", "det1_2000.dat"], [], says: "may be years, but also other numbers"),
    .init(
      "years", (1995...2014).map { "omni_min\($0).asc" }, ["omni_min%Y.asc"],
      says: "1995 to 2014 are years, but they may also number orbits or files"),
  ]

  static let all = counters + channels + repeated + processed + years
}
