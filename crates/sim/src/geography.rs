//! Where things stand: the nine county-level divisions, industrial parks inside them, and the stations.
//!
//! Coordinates are fixed points chosen inside each district, well away from its border (a test compares
//! them with the district shapes); station places are those of CNEMC's public hourly publication.

use model::Place;

/// A county-level division: code (GB/T 2260), names, label point.
pub(crate) struct DistrictSpec {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    pub(crate) center: Place,
}

const fn at(longitude: f64, latitude: f64) -> Place {
    Place { longitude, latitude }
}

const fn district(
    code: &'static str,
    name: &'static str,
    name_en: &'static str,
    center: Place,
) -> DistrictSpec {
    DistrictSpec { code, name, name_en, center }
}

/// The nine divisions of Changsha. 宁乡 has been a city with the code 430182 since 2017.
pub(crate) const DISTRICTS: [DistrictSpec; 9] = [
    district("430102", "芙蓉区", "Furong", at(113.0325, 28.1954)),
    district("430103", "天心区", "Tianxin", at(112.9899, 28.0945)),
    district("430104", "岳麓区", "Yuelu", at(112.8913, 28.2145)),
    district("430105", "开福区", "Kaifu", at(112.9959, 28.2963)),
    district("430111", "雨花区", "Yuhua", at(113.0383, 28.1157)),
    district("430112", "望城区", "Wangcheng", at(112.8312, 28.3534)),
    district("430121", "长沙县", "Changsha County", at(113.1911, 28.2869)),
    district("430181", "浏阳市", "Liuyang", at(113.6431, 28.1628)),
    district("430182", "宁乡市", "Ningxiang", at(112.5519, 28.2475)),
];

/// An industrial park or quarter: the index of its district, its middle, and how far from it plants may
/// lie, km (less than half the way to the district's border).
#[derive(Debug)]
pub(crate) struct Park {
    pub(crate) district: usize,
    pub(crate) middle: Place,
    pub(crate) radius_km: f64,
}

const fn park(district: usize, longitude: f64, latitude: f64, radius_km: f64) -> Park {
    Park { district, middle: at(longitude, latitude), radius_km }
}

/// Parks, a few in each district; the catalogue names them by index.
pub(crate) const PARKS: [Park; 36] = [
    park(0, 113.085, 28.195, 0.8),
    park(0, 113.040, 28.200, 0.7),
    park(0, 113.060, 28.200, 0.6),
    park(1, 112.990, 28.060, 0.7),
    park(1, 112.985, 28.030, 1.2),
    park(1, 112.980, 28.120, 0.8),
    park(1, 113.000, 28.000, 1.2),
    park(2, 112.870, 28.220, 1.0),
    park(2, 112.860, 28.130, 1.3),
    park(2, 112.920, 28.150, 1.5),
    park(2, 112.850, 28.230, 0.7),
    park(3, 113.020, 28.300, 1.2),
    park(3, 112.990, 28.280, 1.2),
    park(3, 113.000, 28.350, 1.4),
    park(3, 112.985, 28.310, 1.6),
    park(4, 113.040, 28.110, 1.6),
    park(4, 113.050, 28.080, 1.2),
    park(4, 113.060, 28.140, 0.7),
    park(4, 113.080, 28.060, 2.0),
    park(5, 112.830, 28.330, 2.5),
    park(5, 112.830, 28.450, 2.5),
    park(5, 112.780, 28.300, 2.5),
    park(5, 112.870, 28.360, 2.0),
    park(5, 112.900, 28.420, 2.5),
    park(6, 113.120, 28.260, 2.5),
    park(6, 113.150, 28.270, 2.5),
    park(6, 113.220, 28.200, 2.4),
    park(6, 113.100, 28.300, 1.6),
    park(6, 113.250, 28.350, 3.0),
    park(7, 113.400, 28.230, 2.3),
    park(7, 113.640, 28.150, 3.0),
    park(7, 113.330, 28.270, 1.3),
    park(7, 113.700, 28.100, 3.0),
    park(8, 112.570, 28.290, 1.6),
    park(8, 112.680, 28.250, 0.9),
    park(8, 112.500, 28.260, 2.5),
];

/// A station: id, names, district index, place.
pub(crate) struct StationSpec {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    pub(crate) district: usize,
    pub(crate) place: Place,
}

const fn station(
    id: &'static str,
    name: &'static str,
    name_en: &'static str,
    district: usize,
    longitude: f64,
    latitude: f64,
) -> StationSpec {
    StationSpec { id, name, name_en, district, place: at(longitude, latitude) }
}

/// The ten national-control stations, with CNEMC's codes and places.
pub(crate) const NATIONAL_STATIONS: [StationSpec; 10] = [
    station("1335A", "经开区环保局", "Economic Development Zone", 6, 113.0833, 28.2325),
    station("1336A", "高开区环保局", "High-tech Zone", 2, 112.8872, 28.2189),
    station("1337A", "马坡岭", "Mapoling", 0, 113.0792, 28.2053),
    station("1338A", "湖南师范大学", "Hunan Normal University", 2, 112.9394, 28.19),
    station("1339A", "雨花区环保局", "Yuhua District Bureau", 4, 113.0178, 28.1322),
    station("1340A", "伍家岭", "Wujialing", 3, 112.9792, 28.2597),
    station("1341A", "火车新站", "New Railway Station", 0, 113.0014, 28.1944),
    station("1342A", "天心区环保局", "Tianxin District Bureau", 1, 112.9844, 28.1178),
    station("1343A", "湖南中医药大学", "Hunan University of Chinese Medicine", 2, 112.8908, 28.1308),
    station("1344A", "沙坪(对照点)", "Shaping (background)", 3, 112.9581, 28.3611),
];

/// Micro stations, invented, near parks.
pub(crate) const MICRO_STATIONS: [StationSpec; 10] = [
    station("micro-01", "一号微站(隆平)", "Micro 1 (Longping)", 0, 113.082, 28.193),
    station("micro-02", "二号微站(南部)", "Micro 2 (South)", 1, 112.992, 28.058),
    station("micro-03", "三号微站(河西)", "Micro 3 (West Bank)", 2, 112.868, 28.223),
    station("micro-04", "四号微站(城北)", "Micro 4 (North)", 3, 113.017, 28.303),
    station("micro-05", "五号微站(城东南)", "Micro 5 (South-east)", 4, 113.043, 28.107),
    station("micro-06", "六号微站(望城)", "Micro 6 (Wangcheng)", 5, 112.834, 28.334),
    station("micro-07", "七号微站(星沙)", "Micro 7 (Xingsha)", 6, 113.124, 28.263),
    station("micro-08", "八号微站(黄花)", "Micro 8 (Huanghua)", 6, 113.217, 28.203),
    station("micro-09", "九号微站(浏阳)", "Micro 9 (Liuyang)", 7, 113.404, 28.232),
    station("micro-10", "十号微站(宁乡)", "Micro 10 (Ningxiang)", 8, 112.573, 28.287),
];

/// The place `east_km` and `north_km` from `middle`, rounded to 5 decimals (about 1 m).
pub(crate) fn offset(middle: Place, east_km: f64, north_km: f64) -> Place {
    // 111.2 km a degree of latitude; at Changsha's 28.2° north a degree of longitude is 98.0 km.
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    at(round(middle.longitude + east_km / 98.0), round(middle.latitude + north_km / 111.2))
}
