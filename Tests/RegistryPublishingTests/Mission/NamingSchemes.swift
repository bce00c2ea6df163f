/// Names of files of real missions and archives.
enum NamingSchemes {
  private static let day = NamingScheme.day
  private static let month = NamingScheme.month

  /// Files that last for a day or longer.
  static let daily: [NamingScheme] = [
    .init("ace/mfi_h0/<Y>/ac_h0_mfi_<Y><m><d>_v05.cdf", every: day),
    .init("wind/swe_h1/<Y>/wi_h1_swe_<Y><m><d>_v01.cdf", every: day, count: 400),
    .init("themis/tha/l2/fgm/<Y>/tha_l2_fgm_<Y><m><d>_v01.cdf", every: day),
    .init("icon/<Y>/ICON_L2-7_IVM-A_<Y>-<m>-<d>_v06r000.NC", every: day),
    .init("gbm/daily/<Y>/<m>/<d>/current/glg_cspec_n5_<y><m><d>_v00.pha", every: day),
    .init("goes16/<Y>/<m>/sci_xrsf-l2-avg1m_g16_d<Y><m><d>_v2-2-0.nc", every: day),
    .init("psp_swp_spi_sf00_l2_8dx32ex8a_<Y><m><d>_v04.cdf", every: day),
    .init("supermag/<Y>/<Y><m><d>-supermag-rev-0006.netcdf", every: day),
    .init("CH-ME-2-PLPT+<Y>-<m>-<d>_1.dat", every: day),
    .init("GRACEFO_ACC1B_<Y>-<m>-<d>_C_04.txt", every: day),
    .init("maven/sep/l2/<Y>/<m>/mvn_sep_l2_s1-cal-svy-full_<Y><m><d>_v04_r02.cdf", every: day),
    .init("juno/fgm_jno_l3_<Y><j>pc_r60s_v01.sts", every: day),
    .init("cassini/<y><j>_FGM_KRTP_1M.TAB", every: day, from: 1_084_579_200),
    .init("arase/erg_mgf_l2_8sec_<Y><m><d>_v03.04.cdf", every: day),
    .init("barrel/1A/bar_1A_l2_fspc_<Y><m><d>_v10.cdf", every: day),
    .init("rbsp-a_magnetometer_1sec-gse_emfisis-l3_<Y><m><d>_v1.3.2.cdf", every: day),
    .init("rbspa_rel04_ect-hope-mom-l3_<Y><m><d>_v7.1.0.cdf", every: day),
    .init("dscovr/<Y>/dscovr_h0_mag_<Y><m><d>_v01.cdf", every: day),
    .init("data/year=<Y>/month=<m>/day=<d>/part-0000.parquet", every: day),
    .init("data/year=<Y>/month=<m>/day=<d>/obs_<Y><m><d>.cdf", every: day),
    .init("goes_<d>-<b>-<Y>_1m.csv", every: day),
    .init("daily/<Y><B><d>_ace.txt", every: day),
    .init("ionex/<Y>/<j>/igsg<j>0.<y>i.Z", every: day),
    .init("igsg<j>0.<y>i.Z", every: day),
    .init("swaves_average_<Y><m><d>_a.sav", every: day),
    .init("my data/<Y>/log <Y>-<m>-<d>.txt", every: day),
    .init("poes_n18_<Y><m><d>_proc.nc.<p:Y><p:m><p:d><p:H><p:M><p:S>", every: day),
    .init("L2_<Y><m><d>_<p:Y><p:m><p:d>.nc", every: day),
    .init("log_<d><m><Y>.txt", every: day),
    .init("x<d><m><y>.csv", every: day, count: 400),
    .init("x<m><d><y>.csv", every: day, count: 400),
    .init("c<p:Y><p:m><p:d><p:H>_d<Y><m><d>.cdf", every: day),
    .init("logs/<m>-<d>-<Y>.txt", every: day),
    .init("gps<y><m><d>g.001.hdf5", every: day),
    .init("net&works/<Y>/f<Y><m><d>.cdf", every: day),
    .init("image/<Y>_<j>/im_k0_euv_<Y>_<j>_v01.cdf", every: day),
    .init("omni/hro_1min/<Y>/omni_hro_1min_<Y><m>01_v01.cdf", every: month, from: 1_577_836_800),
    .init("ace_swepam_<Y><m>.hdf", every: month, from: 1_577_836_800),
    .init("omni2_<Y>.dat", every: 366 * day, count: 20, from: 946_684_800),
    .init("voyager1/voyager1_48s_mag_<Y>.asc", every: 366 * day, count: 20, from: 252_460_800),
    .init("crot/syn_<Y><m><d>_hmi.fits", every: 27 * day),
    .init("weekly/swe_l3_<Y><m><d>_<e:Y><e:m><e:d>_v1.cdf", every: 7 * day, length: 6 * day),
    .init("noaa_<Y><m><d>_<e:Y><e:m><e:d>.txt", every: day, length: day),
  ]

  /// Files whose names tell a time of day.
  static let timed: [NamingScheme] = [
    .init(
      "mms1/fgm/brst/l2/<Y>/<m>/<d>/mms1_fgm_brst_l2_<Y><m><d><H><M><S>_v4.18.0.cdf",
      every: 170, 95, 40000, 3333),
    .init(
      "mms<c>/fpi/<Y>/mms<c>_fpi_fast_l2_<Y><m><d><H>0000_v3.3.0.cdf", every: 7200,
      channels: ["1", "2", "3", "4"]),
    .init(
      "sdo/aia/<Y><m><d>/<c>/sdo_aia_h2_<Y><m><d>T<H><M><S>_<c>_v1.fits", every: 240, count: 400,
      from: NamingScheme.usual + 5,
      channels: ["0094", "0131", "0171", "0193", "0211", "0304", "0335", "1600", "1700"]),
    .init(
      "aia.lev1.171A_<Y>_<m>_<d>T<H>_<M>_<S>.<f2>Z.image_lev1.fits", every: 12, 13, count: 90,
      milliseconds: 350),
    .init("hmi.M_720s.<Y><m><d>_<H><M><S>_TAI.3.magnetogram.fits", every: 720, count: 200),
    .init(
      "suvi/<Y>/<m>/<d>/OR_SUVI-L1b-Fe171_G16_s<Y><j><H><M><S><f1>_e<e:Y><e:j><e:H><e:M><e:S><e:f1>"
        + "_c<p:Y><p:j><p:H><p:M><p:S>9.fits.gz", every: 240, length: 1, milliseconds: 100),
    .init(
      "oe_f1m_dscovr_s<Y><m><d>000000_e<e:Y><e:m><e:d><e:H><e:M><e:S>"
        + "_p<p:Y><p:m><p:d><p:H><p:M><p:S>_pub.nc.gz", every: day, length: day - 1),
    .init("GOLD_L1C_CHA_NI1_<Y>_<j>_<H>_<M>_v04_r01_c01.nc", every: 1800, 5400),
    .init("mrbqs/mrbqs<y><m><d>t<H><M>c2211_123.fits.gz", every: 3600 + 240),
    .init(
      "solo_L2_eui-fsi174-image_<Y><m><d>T<H><M><S><f3>_V01.fits", every: 600, 601,
      milliseconds: 123),
    .init(
      "solo_l2_swa-eas-pad-psd_<Y><m><d>t<H><M><S>-<e:Y><e:m><e:d>t<e:H><e:M><e:S>_v01.cdf",
      every: 83000, 90000, length: 19000),
    .init("psp_fld_l2_mag_rtn_<Y><m><d><H>_v02.cdf", every: 21600),
    .init("secchi/L0/a/img/euvi/<Y><m><d>/<Y><m><d>_<H><M><S>_n7euA.fts", every: 300, 450),
    .init("eit/<Y>/<m>/efz<Y><m><d>.<H><M><S>", every: 720, 733, count: 300),
    .init("xrt/XRT<Y><m><d>_<H><M><S>.<f1>.fits", every: 61, 300),
    .init("iris_l2_<Y><m><d>_<H><M><S>_3620258102_SJI_1330_t000.fits", every: 4321, 9000),
    .init("hsi_<Y><m><d>_<H><M><S>_001.fits", every: 5700),
    .init(
      "C1_CP_FGM_SPIN__<Y><m><d>_<H><M><S>_<e:Y><e:m><e:d>_<e:H><e:M><e:S>_V140305.cef",
      every: 205_000, length: 204_000),
    .init(
      "PS.CKGWC_SC.U_DI.A_GP.SIES3-F16-R99990_AR.GLOBAL_DD.<Y><m><d>_TP.<H><M><S>-<e:H><e:M><e:S>"
        + "_DF.EDR", every: day, from: NamingScheme.usual + 1, length: 86398),
    .init(
      "PS.APL_SC.U_DI.A_GP.F18-SSUSI_PA.APL-EDR-AURORA_DD.<Y><m><d>_SN.<i5>-00_DF.NC",
      every: 6120, count: 200),
    .init("SABER_L2A_<Y><j>_<i5>_02.0.nc", every: 5820, count: 200),
    .init(
      "TIMED_GUVI_L1C-disk_<Y><j><H><M><S>-<e:Y><e:j><e:H><e:M><e:S>_REV<i6>_Av13-11r001.nc",
      every: 5820, length: 5800),
    .init("polar/uvi/<Y>/po_level1_uvi_<Y><m><d><H><M>_v01.cdf", every: 7260),
    .init("<Y><m><d>.<H><M>.<S>.bks.fitacf.bz2", every: 7200, from: NamingScheme.usual + 61),
    .init(
      "SW_OPER_MAGA_LR_1B_<Y><m><d>T<H><M><S>_<e:Y><e:m><e:d>T<e:H><e:M><e:S>_0505_MDR.cdf",
      every: day, length: day - 1),
    .init("podTec_C001.<Y>.<j>.<H>.<M>.0012.G05_2013.3520.nc", every: 1260, 2340),
    .init("<Y>/<m>/<d>/ionex_<H>.nc", every: 3600, count: 100),
    .init("trace/tri<Y><m><d>.<H>00", every: 3600, count: 100),
    .init("yohkoh/sfr<y><m><d>.<H><M>", every: 5460, from: 686_188_800),
    .init("kanz_halph_fi_<Y><m><d>_<H><M><S>.fts.gz", every: 61, 3003),
    .init("BLEN7M_<Y><m><d>_<H><M><S>_24.fit.gz", every: 900),
    .init("wsa_<Y><m><d><H><M>R000_ahmi.fits", every: 21600),
    .init("PUNCH_L3_CAM_<Y><m><d><H><M><S>_v0i.fits", every: 480),
    .init(
      "euvml/<Y>/<m>/euv_<c>_<Y><m><d>_<H><M><S>.fits", every: 3600, count: 100,
      channels: ["171", "193", "211"]),
    .init("run/<Y>-<m>-<d>T<H>:<M>:<S>+00:00/f.cdf", every: 5000),
    .init("segment_<Y><m><d>_<k3>.nc", every: 5000, count: 200),
    .init("glg_tte_n0_bn<y><m><d><i3>_v00.fit", every: 40000, count: 40),
    .init("level_05/<y><m><d>/c2/22<i6>.fts", every: 5000, count: 200),
    .init("radar/<Y>/<m>/<d>/<H>/scan_<H><M><S>.h5", every: 333, count: 300),
    .init("orbit_<i5>/swp_<Y><m><d>T<H><M><S>Z.nc", every: 5933),
    .init("cadence/<Y><m><d>_<H><M>_<c>.png", every: 600, count: 200, channels: ["0171", "0304"]),
  ]

  /// Files whose names tell the stop before the start.
  static let stopFirst: [NamingScheme] = [
    .init(
      "d/x_e<e:Y><e:m><e:d><e:H><e:M>_s<Y><m><d><H><M>.cdf", every: 10_800, count: 40,
      length: 10_800),
    .init(
      "to<e:Y>-<e:m>-<e:d>T<e:H><e:M><e:S>_from<Y>-<m>-<d>T<H><M><S>.nc", every: 7200, count: 60,
      length: 7000),
    .init(
      "until_<e:Y><e:m><e:d>_<e:H><e:M><e:S>_since_<Y><m><d>_<H><M><S>_v02.cdf", every: 205_000,
      count: 40, length: 204_000),
  ]

  /// Files whose times have no leading zeros.
  static let unpadded: [NamingScheme] = [
    .init("y_<Y>-<-m>-<-d>.nc", every: NamingScheme.day),
    .init("out/<Y>/<-m>/<-d>/f.nc", every: NamingScheme.day, count: 100),
    .init("v/year=<Y>/month=<-m>/f_<-d>.nc", every: NamingScheme.day, count: 400),
    .init("v/year=<Y>/month=<-m>/day=<-d>/<-H>.parquet", every: 3600, count: 400),
    .init("im_<Y>_<-m>_<-d>_<-H>_v01.dat", every: 3600, count: 300),
    .init("log_<-d>.<-m>.<Y>.csv", every: NamingScheme.day, count: 100),
    .init("w/day=<Y>-<m>-<d>/hour=<-H>/p.parquet", every: 3600, count: 300),
    .init("x/<Y>/<-m>/<-d>/obs_<Y>_<-m>_<-d>.fits", every: NamingScheme.day, count: 200),
    .init("x/<Y>/<B>/<-d>/data.txt", every: NamingScheme.day, count: 100),
    .init("wa/<Y>/<m>/<d>/<-H>.h5", every: 3600, count: 300),
    .init("wav_<Y><m><d>_h<-H>.dat", every: 3600, count: 300),
  ]

  /// Files whose names tell two dates with dashes, or a year of two digits at the end.
  static let dashed: [NamingScheme] = [
    .init(
      "x/r_<Y>-<m>-<d>_<e:Y>-<e:m>-<e:d>.csv", every: 7 * NamingScheme.day, count: 50,
      length: 6 * NamingScheme.day),
    .init(
      "x/r_<Y>_<m>_<d>_to_<e:Y>_<e:m>_<e:d>.csv", every: 7 * NamingScheme.day, count: 50,
      length: 6 * NamingScheme.day),
    .init("l/<d>-<m>-<y>.fits", every: NamingScheme.day, count: 300, from: 1_325_376_000),
  ]

  /// All schemes.
  static let all = daily + timed + stopFirst + unpadded + dashed
}
