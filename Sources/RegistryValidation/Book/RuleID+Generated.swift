// Written by Schemas/rule_names.py from Schemas/rules.

/// The rules that the program knows, by their names; the raw values are the permanent codes.
package enum RuleID: String, Sendable, CaseIterable {
  /// CAT001: the catalog is not a JSON object.
  case catalogNotAnObject = "CAT001"
  /// CAT002: the catalog has no version key.
  case catalogVersionMissing = "CAT002"
  /// CAT003: the version key has the name of another version of the spec.
  case catalogVersionKeyOfAnotherVersion = "CAT003"
  /// CAT004: version and Cloudy have different values.
  case versionKeysDisagree = "CAT004"
  /// CAT005: the version is not written as major.minor.
  case versionNotMajorMinor = "CAT005"
  /// CAT006: the fields belong to another version than the version key says.
  case versionAndFieldsDisagree = "CAT006"
  /// CAT007: the version was never published.
  case versionUnknown = "CAT007"
  /// CAT008: the catalog has no endpoint.
  case catalogEndpointMissing = "CAT008"
  /// CAT009: the endpoint is a folder inside a bucket.
  case catalogEndpointInASubBucket = "CAT009"
  /// CAT010: the catalog has no name.
  case catalogNameMissing = "CAT010"
  /// CAT011: the catalog has no status.
  case statusMissing = "CAT011"
  /// CAT012: the status is a string instead of an object.
  case statusAsText = "CAT012"
  /// CAT013: the status code is a string instead of a number.
  case statusCodeAsText = "CAT013"
  /// CAT014: the status has no readable code.
  case statusMalformed = "CAT014"
  /// CAT015: the catalog has no contact.
  case contactMissing = "CAT015"
  /// CAT016: egress has a word that the spec does not list.
  case egressUnknownKeyword = "CAT016"
  /// CAT017: egress has both words of a pair.
  case egressContradictsItself = "CAT017"
  /// CAT018: egress is a list instead of a string.
  case egressAsList = "CAT018"
  /// CAT019: the list of datasets is missing or not a list.
  case catalogListMissing = "CAT019"
  /// CAT020: a value has the wrong JSON type.
  case catalogWrongType = "CAT020"
  /// CAT021: an optional key is null.
  case catalogNullValue = "CAT021"
  /// CAT022: a value is still a sentence from the sample of the spec.
  case catalogSampleText = "CAT022"
  /// CAT023: the catalog has a key that the spec does not define.
  case catalogUnknownKey = "CAT023"
  /// CAT024: the endpoint has no final slash.
  case catalogEndpointWithoutFinalSlash = "CAT024"
  /// CAT025: the catalog has no region.
  case catalogRegionMissing = "CAT025"
  /// CAT026: the catalog has no provider.
  case providerMissing = "CAT026"
  /// CAT027: the catalog has no egress.
  case egressMissing = "CAT027"
  /// CAT028: the endpoint is not the address of a bucket.
  case catalogEndpointNotABucketAddress = "CAT028"
  /// CAT029: the status says that the bucket is temporarily closed.
  case statusUnavailable = "CAT029"
  /// CAT032: the Python client takes the version for one before 0.5.
  case clientComputesStops = "CAT032"
  /// CAT033: the Python client can't read the version as a number.
  case clientVersionUnreadable = "CAT033"
  /// CAT034: the status keeps the Python client or scregistry from reading.
  case clientRefusesStatus = "CAT034"
  /// CFG010: the suppression has expired.
  case suppressionExpired = "CFG010"
  /// CFG011: the suppression hides nothing.
  case suppressionStale = "CFG011"
  /// CFG012: the suppression never expires.
  case suppressionWithoutExpiry = "CFG012"
  /// CFG020: an entry of the baseline allows more findings than there are.
  case baselineEntryStale = "CFG020"
  /// DST001: the entry has no id.
  case idMissing = "DST001"
  /// DST002: the id has characters other than letters, digits, dashes and underscores.
  case idWithOtherCharacters = "DST002"
  /// DST003: another entry of the catalog has the same id.
  case idRepeated = "DST003"
  /// DST004: index does not end in a slash.
  case indexWithoutFinalSlash = "DST004"
  /// DST005: the entry has no index.
  case indexMissing = "DST005"
  /// DST006: index is not a full address.
  case indexNotAnAddress = "DST006"
  /// DST007: index has an http address instead of https.
  case indexOverHTTP = "DST007"
  /// DST008: index has a scheme other than s3 and https.
  case indexWithAnotherScheme = "DST008"
  /// DST009: the entry has no start.
  case startMissing = "DST009"
  /// DST010: the entry has no stop.
  case stopMissing = "DST010"
  /// DST011: the entry has no modification.
  case modificationMissing = "DST011"
  /// DST012: the entry has no title.
  case titleMissing = "DST012"
  /// DST013: the entry has no indextype.
  case indextypeMissing = "DST013"
  /// DST014: indextype is not csv, csv-zip or parquet.
  case indextypeUnknown = "DST014"
  /// DST015: the entry has no filetype.
  case filetypeMissing = "DST015"
  /// DST016: filetype has a word that the spec does not list.
  case filetypeUnknown = "DST016"
  /// DST017: filetype is not in lower case.
  case filetypeInOtherCase = "DST017"
  /// DST018: filetype is a list instead of a string.
  case filetypeAsList = "DST018"
  /// DST019: filetype has spaces between the words.
  case filetypeWithBlanks = "DST019"
  /// DST020: multiyear is not true or false.
  case multiyearNotBoolean = "DST020"
  /// DST021: an optional key is null.
  case datasetNullValue = "DST021"
  /// DST022: stop is before start.
  case datasetStopBeforeStart = "DST022"
  /// DST023: the word static appears instead of a time.
  case staticTime = "DST023"
  /// DST024: the id differs from another one only in case.
  case idDiffersInCaseOnly = "DST024"
  /// DST025: a value has the wrong JSON type.
  case datasetWrongType = "DST025"
  /// DST026: the entry has a key that the spec does not define.
  case datasetUnknownKey = "DST026"
  /// DST027: a value is still a sentence from the sample of the spec.
  case datasetSampleText = "DST027"
  /// DST028: about is not a web address.
  case aboutNotAWebAddress = "DST028"
  /// DST029: the title is a path.
  case titleIsAPath = "DST029"
  /// DST030: the field has the name of another version of the spec.
  case fieldOfAnotherVersion = "DST030"
  /// DST031: the time is in the future.
  case timeInTheFuture = "DST031"
  /// DST032: the entry repeats the id and index of another entry.
  case entryRepeated = "DST032"
  /// DST033: the entry has no ownership.
  case ownershipMissing = "DST033"
  /// DST034: start and stop are equal.
  case startEqualsStop = "DST034"
  /// DST035: expiration is in the past.
  case expirationPassed = "DST035"
  /// DST038: the Python client can't read the entry.
  case clientEntryUnreadable = "DST038"
  /// IDX001: the name of the index file is not <id>_YYYY.csv.
  case indexFileName = "IDX001"
  /// IDX002: the name of the index file has static instead of a year.
  case staticFileName = "IDX002"
  /// IDX003: the index file is empty.
  case emptyFile = "IDX003"
  /// IDX004: the index file has no rows.
  case noRows = "IDX004"
  /// IDX005: the header does not begin with #.
  case headerWithoutHash = "IDX005"
  /// IDX006: a line comes before the header, or there is a second header.
  case secondHeader = "IDX006"
  /// IDX007: the column names in the header differ from the spec.
  case headerNamesDiffer = "IDX007"
  /// IDX008: the file has no header.
  case headerMissing = "IDX008"
  /// IDX009: the file begins with a byte order mark.
  case indexByteOrderMark = "IDX009"
  /// IDX010: lines end with CR and LF.
  case lineEndsWithCR = "IDX010"
  /// IDX011: the last line has no line end.
  case finalLineEndMissing = "IDX011"
  /// IDX012: a line is blank.
  case blankLine = "IDX012"
  /// IDX013: the file has a NUL byte.
  case nulByte = "IDX013"
  /// IDX014: start is before the start of the previous row.
  case rowOutOfOrder = "IDX014"
  /// IDX015: stop is before start.
  case rowStopBeforeStart = "IDX015"
  /// IDX016: start is the same as in the previous row.
  case startRepeated = "IDX016"
  /// IDX017: start is not in the year of the file.
  case rowOfAnotherYear = "IDX017"
  /// IDX018: the row has too few fields.
  case fieldsMissing = "IDX018"
  /// IDX019: the number of fields differs from most rows.
  case fieldCountDiffers = "IDX019"
  /// IDX020: the file has no stop column.
  case stopColumnMissing = "IDX020"
  /// IDX021: the field is not a valid time.
  case rowTimeMalformed = "IDX021"
  /// IDX022: the time does not exist.
  case rowTimeImpossible = "IDX022"
  /// IDX023: the time does not end in Z.
  case rowTimeWithoutZ = "IDX023"
  /// IDX024: the time has a period before the seconds instead of a colon.
  case rowTimeWithPointForColon = "IDX024"
  /// IDX025: the time is a leap second.
  case rowLeapSecond = "IDX025"
  /// IDX026: the time has no minutes.
  case rowTimeWithoutMinutes = "IDX026"
  /// IDX027: the time is finer than milliseconds.
  case rowTimeFinerThanMilliseconds = "IDX027"
  /// IDX028: the precision of the time differs from most times of the file.
  case precisionDiffers = "IDX028"
  /// IDX029: the time is the word static.
  case staticRow = "IDX029"
  /// IDX030: datakey is not a full address.
  case datakeyNotAbsolute = "IDX030"
  /// IDX031: the data is in another bucket than its index file.
  case datakeyInAnotherBucket = "IDX031"
  /// IDX032: datakey repeats an earlier row.
  case datakeyRepeated = "IDX032"
  /// IDX033: datakey has unsafe parts.
  case datakeyUnsafe = "IDX033"
  /// IDX034: datakey is empty.
  case datakeyEmpty = "IDX034"
  /// IDX035: filesize is not an integer.
  case filesizeNotAnInteger = "IDX035"
  /// IDX036: filesize is zero.
  case filesizeZero = "IDX036"
  /// IDX037: filesize is negative.
  case filesizeNegative = "IDX037"
  /// IDX038: filesize is too large to be a size.
  case filesizeTooLarge = "IDX038"
  /// IDX039: fields are in single quotes.
  case singleQuotes = "IDX039"
  /// IDX040: the field has a typographic quote.
  case typographicQuote = "IDX040"
  /// IDX041: the field has an unmatched quote.
  case quoteWithoutPartner = "IDX041"
  /// IDX042: the field has spaces around it.
  case blanksAroundField = "IDX042"
  /// IDX043: the line is too long.
  case lineTooLong = "IDX043"
  /// IDX044: the line is not UTF-8.
  case rowInvalidUTF8 = "IDX044"
  /// IDX045: only one of checksum and checksum_algorithm is given.
  case checksumWithoutAlgorithm = "IDX045"
  /// IDX046: columns after filesize are not declared.
  case extraColumnsUndeclared = "IDX046"
  /// IDX047: columns after filesize differ from the info file.
  case extraColumnsDiffer = "IDX047"
  /// IDX048: the columns are not in the order of the spec.
  case columnsInAnotherOrder = "IDX048"
  /// IDX049: the index file is compressed with gzip.
  case compressedWithGzip = "IDX049"
  /// IDX050: the archive is unreadable or incomplete.
  case damagedArchive = "IDX050"
  /// IDX051: the file in the archive has another name than the archive.
  case archiveMemberName = "IDX051"
  /// IDX052: the header continues after a carriage return.
  case carriageReturnInHeader = "IDX052"
  /// IDX053: the content is not what the name of the file says.
  case contentOfAnotherKind = "IDX053"
  /// IDX054: the columns are shifted, or in another order.
  case columnsShifted = "IDX054"
  /// IDX055: header and rows do not show which columns the file has.
  case columnsNotKnown = "IDX055"
  /// IDX056: each row ends in a comma.
  case rowsEndInCommas = "IDX056"
  /// IDX057: a field has a line break.
  case lineBreakInField = "IDX057"
  /// IDX058: the time of the row is in the future.
  case rowTimeInTheFuture = "IDX058"
  /// IDX059: datakey names a directory or a bucket.
  case datakeyNamesNoFile = "IDX059"
  /// IDX060: a Parquet index file has no column of the spec.
  case parquetColumnMissing = "IDX060"
  /// IDX061: the first columns of a Parquet index file are not those of the spec in their order.
  case parquetColumnOrder = "IDX061"
  /// IDX062: a column of a Parquet index file has another type than the spec needs.
  case parquetColumnType = "IDX062"
  /// IDX063: the times of a Parquet index file are not marked as UTC.
  case parquetTimeNotUtc = "IDX063"
  /// IDX064: the times of a Parquet index file have the old type INT96.
  case parquetTimeInt96 = "IDX064"
  /// IDX065: a row of a Parquet index file has no value in a column of the spec.
  case parquetNull = "IDX065"
  /// IDX066: a Parquet index file has the row labels of pandas as a column.
  case parquetRowLabels = "IDX066"
  /// IDX067: the statistics of a Parquet index file contradict its values.
  case parquetStatistics = "IDX067"
  /// IDX068: the Parquet index file is damaged or incomplete.
  case damagedParquet = "IDX068"
  /// IDX069: the Parquet index file is encrypted, or uses a feature that readers do not know.
  case parquetNotSupported = "IDX069"
  /// IDX080: the Python client returns another datakey or filesize than is meant.
  case clientOtherValue = "IDX080"
  /// IDX081: the Python client can't read the time, or reads another one than scregistry.
  case clientUnreadableTime = "IDX081"
  /// IDX082: the header makes the Python client read other columns.
  case clientShiftsColumns = "IDX082"
  /// INF001: the info file is not a JSON object.
  case infoNotAnObject = "INF001"
  /// INF002: parameters is not a list of objects.
  case parametersMalformed = "INF002"
  /// INF003: a parameter has no name.
  case parameterNameMissing = "INF003"
  /// INF004: the type of the parameter is unknown.
  case parameterTypeUnknown = "INF004"
  /// INF005: the info file has no version.
  case infoVersionMissing = "INF005"
  /// INF006: the info file has a key that the spec does not define.
  case infoUnknownKey = "INF006"
  /// INF007: an earlier parameter has the same name.
  case parameterRepeated = "INF007"
  /// INF008: a value has the wrong JSON type.
  case infoWrongType = "INF008"
  /// MIR001: the mirror lacks an object that the source's index lists.
  case mirrorObjectMissing = "MIR001"
  /// MIR002: the mirror's object is not the source's.
  case mirrorObjectDiffers = "MIR002"
  /// MIR003: the mirror's object disagrees with the mirror's own index.
  case mirrorObjectDamaged = "MIR003"
  /// MIR004: the source has replaced the object since it was copied.
  case mirrorObjectStale = "MIR004"
  /// MIR005: the mirror has an object that the source neither lists nor has.
  case mirrorObjectExtra = "MIR005"
  /// MIR006: nothing proves at the required level that the object is the same.
  case mirrorLevelNotReached = "MIR006"
  /// MIR007: most objects are missing, so there is one cause.
  case mirrorLargelyMissing = "MIR007"
  /// MIR008: two keys differ only in case or in Unicode normalization.
  case mirrorNamesCollide = "MIR008"
  /// MIR009: the source's index lists an object that neither the source nor the mirror has.
  case mirrorObjectLost = "MIR009"
  /// MIR010: the mirror's index lacks a row of the source's.
  case mirrorRowMissing = "MIR010"
  /// MIR011: the mirror's index has a row that the source's lacks.
  case mirrorRowExtra = "MIR011"
  /// MIR012: a row of the mirror's index differs from the source's in more than the address.
  case mirrorRowChanged = "MIR012"
  /// MIR013: an address in the mirror's index is still the source's.
  case mirrorAddressNotRewritten = "MIR013"
  /// MIR014: an address in the mirror's index was rewritten twice.
  case mirrorAddressRewrittenTwice = "MIR014"
  /// MIR015: an address in the mirror's index was rewritten in the middle.
  case mirrorAddressRewrittenInside = "MIR015"
  /// MIR016: an address in the mirror's index leads to a bucket that is not the mirror's.
  case mirrorAddressElsewhere = "MIR016"
  /// MIR017: an index file of the mirror has the source's rows in another order.
  case mirrorOrderDiffers = "MIR017"
  /// MIR018: the mirror lacks an index file of the source.
  case mirrorIndexMissing = "MIR018"
  /// MIR019: the mirror has an index file that the source lacks.
  case mirrorIndexExtra = "MIR019"
  /// MIR020: an object is at the source's place instead of the mapped one.
  case mirrorHalfMoved = "MIR020"
  /// MIR030: the mirror's catalog lacks a dataset of the source.
  case mirrorDatasetMissing = "MIR030"
  /// MIR031: the mirror's catalog has a dataset that the source lacks.
  case mirrorDatasetExtra = "MIR031"
  /// MIR032: a dataset of the mirror's catalog differs from the source's.
  case mirrorDatasetChanged = "MIR032"
  /// MIR033: the index of a dataset of the mirror is not the mapped address.
  case mirrorIndexAddressWrong = "MIR033"
  /// MIR034: start or stop are the source's, but only a part is mirrored.
  case mirrorRangeOfSource = "MIR034"
  /// MIR035: endpoint of the mirror's catalog is not the mirror's address.
  case mirrorEndpointOfSource = "MIR035"
  /// MIR036: the mirror's catalog has the source's name.
  case mirrorNameOfSource = "MIR036"
  /// MIR037: the mirror's catalog has the source's contact.
  case mirrorContactOfSource = "MIR037"
  /// MIR038: the source replaced files without a new modification.
  case sourceReplacedWithoutModification = "MIR038"
  /// MIR039: the mirror lags its source by more than --max-lag allows.
  case mirrorLagTooLong = "MIR039"
  /// MIR040: the mirror has no catalog.
  case mirrorCatalogMissing = "MIR040"
  /// OBJ001: the data file of the row does not exist.
  case objectMissing = "OBJ001"
  /// OBJ002: filesize is not the size of the data file.
  case objectSizeDiffers = "OBJ002"
  /// OBJ003: no index file lists the data file.
  case objectNotIndexed = "OBJ003"
  /// OBJ004: the data file is outside the given tree.
  case objectElsewhere = "OBJ004"
  /// REG001: the registry is not a JSON object.
  case registryNotAnObject = "REG001"
  /// REG002: the registry has no version key.
  case registryVersionMissing = "REG002"
  /// REG003: the version key has the name of another version of the spec.
  case registryVersionKeyOfAnotherVersion = "REG003"
  /// REG004: the registry has no modificationDate.
  case modificationDateMissing = "REG004"
  /// REG005: modificationDate is called modification.
  case modificationForModificationDate = "REG005"
  /// REG006: the list of buckets is missing or not a list of objects.
  case registryListMissing = "REG006"
  /// REG007: a bucket has no endpoint.
  case registryEndpointMissing = "REG007"
  /// REG008: the endpoint is not the address of a bucket.
  case registryEndpointNotABucketAddress = "REG008"
  /// REG009: the endpoint is a folder inside a bucket.
  case registryEndpointInASubBucket = "REG009"
  /// REG010: two entries have the same endpoint.
  case endpointRepeated = "REG010"
  /// REG011: a bucket has no name.
  case registryNameMissing = "REG011"
  /// REG012: the name has more than one line.
  case nameOfSeveralLines = "REG012"
  /// REG013: the provider is not on the list of the spec.
  case providerUnknown = "REG013"
  /// REG014: a bucket has no region.
  case registryRegionMissing = "REG014"
  /// REG015: the registry has a key that the spec does not define.
  case registryUnknownKey = "REG015"
  /// REG016: the endpoint has no final slash.
  case registryEndpointWithoutFinalSlash = "REG016"
  /// REG017: a value has the wrong JSON type.
  case registryWrongType = "REG017"
  /// REG018: the version of the global registry was never published.
  case registryVersionUnknown = "REG018"
  /// REG019: the date of the last change of the global registry is in the future.
  case registryModificationInFuture = "REG019"
  /// SYN001: the document is not valid JSON.
  case jsonSyntax = "SYN001"
  /// SYN002: an object repeats a key.
  case duplicateKey = "SYN002"
  /// SYN003: the document begins with a byte order mark.
  case byteOrderMark = "SYN003"
  /// SYN004: a \u escape is half of a surrogate pair.
  case loneSurrogate = "SYN004"
  /// SYN005: a byte is not UTF-8.
  case invalidUTF8 = "SYN005"
  /// SYN006: values are nested too deeply.
  case nestedTooDeep = "SYN006"
  /// TIM001: the value is not a time in the spec's format.
  case timeMalformed = "TIM001"
  /// TIM002: the time does not exist.
  case timeImpossible = "TIM002"
  /// TIM003: the time does not end in Z.
  case timeWithoutZ = "TIM003"
  /// TIM004: the time has a dot instead of a colon before the seconds.
  case timeWithPointForColon = "TIM004"
  /// TIM005: the time is a leap second.
  case leapSecond = "TIM005"
  /// TIM006: the time has no minutes.
  case timeWithoutMinutes = "TIM006"
  /// TIM007: the time is finer than milliseconds.
  case timeFinerThanMilliseconds = "TIM007"
  /// TIM008: an optional time is not in the spec's format.
  case optionalTimeMalformed = "TIM008"
  /// XRF001: a year of the dataset has no index file.
  case yearFileMissing = "XRF001"
  /// XRF002: the dataset has no index file.
  case datasetWithoutIndexFiles = "XRF002"
  /// XRF003: the index file belongs to no dataset of the catalog.
  case indexOfNoDataset = "XRF003"
  /// XRF004: the year of the index file is outside start and stop.
  case yearFileOutsideRange = "XRF004"
  /// XRF005: start differs from the start of the first row.
  case startDiffersFromFirstRow = "XRF005"
  /// XRF006: stop is before the stop of the last row.
  case stopBeforeLastRow = "XRF006"
  /// XRF007: stop is after the stop of the last row.
  case stopAfterLastRow = "XRF007"
  /// XRF008: a file covers a whole year after its start year, and multiyear is not set.
  case multiyearNeeded = "XRF008"
  /// XRF009: multiyear is set, but no file covers a whole year after its start year.
  case multiyearNotNeeded = "XRF009"
  /// XRF010: index is in another bucket than the catalog.
  case indexInAnotherBucket = "XRF010"
  /// XRF011: the id is used in another catalog of the network.
  case idInTwoCatalogs = "XRF011"
  /// XRF012: the name differs from the name in the registry.
  case nameDiffersFromRegistry = "XRF012"
  /// XRF013: the endpoint is not in the global registry.
  case endpointDiffersFromRegistry = "XRF013"
  /// XRF014: the dataset has two info files.
  case twoInfoFiles = "XRF014"
  /// XRF015: the precision of the times differs from most index files of the dataset.
  case precisionDiffersBetweenFiles = "XRF015"
  /// XRF016: indextype differs from the format of the index files.
  case indexFormatDiffers = "XRF016"
  /// XRF017: index has unsafe parts.
  case indexPathUnsafe = "XRF017"
  /// XRF018: no row supports start and stop.
  case timesWithoutRows = "XRF018"
  /// XRF019: modification is before the start of the last row.
  case modificationBeforeLastRow = "XRF019"
  /// XRF024: a row reaches into the next year, where the Python client does not find it.
  case clientMissesRowOfLastYear = "XRF024"
  /// XRF025: the Python client does not read an index file.
  case clientMissesIndexFile = "XRF025"
}
