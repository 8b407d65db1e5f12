package region

// The published figures that the region follows. Sources: CBS StatLine tables
// 37975 (households, 1 January 2024), 71487NED (households with children, 1
// January 2023), 84134NED (youth care, 2020), 83264NED (Wmo, 2023, provisional),
// CBS on registered problem debt (1 October 2020) and NJi (2017) on families with
// several problems. CBS figures are CC BY 4.0. See docs/region.md.
const (
	householdsSingle   = 3_340_560
	householdsCouple   = 2_385_910 // more than one person, no children
	householdsChildren = 2_647_934
	householdsAll      = householdsSingle + householdsCouple + householdsChildren

	oneParentOf2023 = 610_633 // of householdsChildren2023
	children2023    = 2_645_269

	oneParentOneChild    = 375_750
	oneParentTwoChildren = 176_748
	oneParentMore        = 58_135

	// Households of 3, 4 and 5 or more persons; those of one-parent families
	// with two or more children are taken off for couples.
	couplesOneChild    = 968_419 - oneParentTwoChildren
	couplesTwoChildren = 953_582 - oneParentMore
	couplesMore        = 405_471

	chanceYouthCare = 0.098  // of everyone aged 0 to 22
	shareWmo        = 0.118  // of households, one municipality of middling size
	shareDebt       = 0.076  // of households
	shareMulti      = 0.0050 // of households: between 36,543 of all (0.44%) and 0.55% in one town
)

// provisions is how many Wmo provisions a household with any has: 1 to 6.
var provisions = []int{4945, 2435, 1040, 415, 170, 85}

// The figures above say nothing of age or of kind of household. The splits below
// are ours, chosen so that the whole meets the published share; a test checks it.
var (
	// adultAges holds, per kind, how many of a hundred reference persons are
	// 18–29, 30–44, 45–64, 65–74 and 75–95.
	adultAges = map[Kind][]int{
		Single: {18, 17, 30, 15, 20},
		Couple: {8, 12, 35, 25, 20},
	}
	ageBands = [][2]int{{18, 29}, {30, 44}, {45, 64}, {65, 74}, {75, 95}}

	// wmoByBand is the chance of Wmo support for households without children.
	wmoByBand       = []float64{0.050, 0.050, 0.090, 0.140, 0.365}
	wmoWithChildren = 0.060
	// youthCareElsewhere is the chance of a child outside the families with several
	// problems, of which a child always has care.
	youthCareElsewhere = 0.0900
	debtBy             = map[Kind]float64{Single: 0.086, Couple: 0.040, CoupleChildren: 0.062, OneParent: 0.185}
	multiWithKids      = shareMulti * householdsAll / householdsChildren
	mostYouthAge       = 22
	chanceStepfamily   = 0.09 // of couples with children: one is not the parent of all
)
