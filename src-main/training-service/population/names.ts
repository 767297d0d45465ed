/** Names for artificial persons, put together at random: a likeness to anyone is chance. */
export interface NameStock {
  readonly lastNames: readonly string[];
  readonly firstNamesOdd: readonly string[];
  readonly firstNamesEven: readonly string[];
  readonly streets: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const finnishNames: NameStock = {
  lastNames: words(`
    Aaltola Ahokas Airaksela Alanko Anttonen Eerola Erkkilä Haapala Hakkarainen Halmela Harjunen Heikura
    Hietala Honkala Huhtanen Hyytinen Ihalainen Ilmonen Jalava Joensuu Jokela Jylhä Kaarela Kallio Kankaanpää
    Karjala Katajisto Kivelä Kivimäki Koivula Korhola Koskela Kujala Kuusela Kylmälä Laakso Laitila Lampinen
    Lehtola Leppälä Lounasmaa Luoma Mattila Metsälä Myllylä Mäntylä Mäkelä Niemelä Nurmela Ojala Paavola
    Pajula Peltola Pihlaja Piirola Pohjola Puistola Rajala Rantala Rautio Riihelä Ruohola Ryhänen Saarela
    Salmela Santala Savela Seppälä Sillanpää Suvanto Syrjälä Taipale Tammela Tienhaara Toivola Tuomela
    Törmälä Uotila Vainio Vehmas Viitala Virtala Vuorela Yläjoki Yrjölä Äijälä Östman`),
  firstNamesOdd: words(`
    Aleksi Antero Antti Arto Eero Eetu Eino Elias Erkki Esko Hannu Harri Heikki Henri Ilmari Jaakko Janne
    Jari Joni Jouko Juha Jukka Kalevi Kari Lauri Leo Markku Matias Matti Mika Mikko Niilo Oskari Otso Pasi
    Pekka Pentti Petri Risto Sami Seppo Tapani Tapio Teemu Timo Toivo Tuomas Urho Veikko Ville Väinö`),
  firstNamesEven: words(`
    Aada Aino Aila Anja Anne Anneli Annika Eeva Eila Elina Ella Emilia Enni Hanna Heidi Helena Helmi Hilkka
    Iida Inkeri Irma Johanna Jonna Kaarina Katri Kerttu Kirsi Laura Leena Liisa Maarit Maija Mari Marja
    Marjatta Minna Nea Noora Orvokki Päivi Raija Riikka Ritva Saara Sanna Sari Satu Sirpa Suvi Tarja Tiina
    Tuula Ulla Venla Virpi`),
  streets: words(`
    Koivukuja Kirkkokatu Rantatie Kauppakatu Mäntytie Puistokatu Harjutie Koulukatu Pajutie Niittypolku
    Asemakatu Kuusitie Tehtaankatu Lehtokuja Ratakatu Vaahterakuja Myllytie Satamakatu Kalliotie Metsäpolku`),
};

export const swedishNames: NameStock = {
  lastNames: words(`
    Ahlskog Backlund Berglund Björkqvist Blomgren Dahlbäck Ekholm Enlund Fagerström Forsgård Granlund Grönvik
    Hagström Holmlund Höglund Kronqvist Lillgård Lindfors Lundell Nygård Norrgran Nyholm Rosengård Sandbacka
    Sjöholm Skogström Snickars Stenlund Strandberg Sundqvist Söderlund Westerlund Wikstrand Åkerholm Öhrnberg`),
  firstNamesOdd: words(`
    Alexander Anders Axel Bengt Carl Christian Emil Erik Fredrik Gustav Henrik Jan Johan Karl Kristian Lars
    Leif Magnus Mats Mikael Nils Ole Oscar Per Rasmus Stefan Sten Sven Tom Ulf Viktor`),
  firstNamesEven: words(`
    Agneta Alexandra Alva Anna Astrid Barbro Birgitta Carina Cecilia Ebba Elin Ellen Emma Eva Frida Gunilla
    Gunnel Hedvig Ida Ingrid Karin Kristina Linnea Lisbeth Maj Malin Margareta Maria Monica Sofia Ulrika`),
  streets: words(`
    Björkgränden Kyrkogatan Strandvägen Handelsgatan Tallvägen Parkgatan Åsvägen Skolgatan Videvägen Ängsstigen
    Stationsgatan Granvägen Fabriksgatan Lundgränden Hamngatan Lönngränden Kvarnvägen Klippvägen Skogsstigen`),
};

export const otherNames: NameStock = {
  lastNames: words(`
    Adamenko Bondarets Chernenko Danylets Farahi Ghorbanian Haddadi Ivashenko Jamalian Karimzada Kovalets
    Lysenkova Mahdavi Melnychenko Nazari Nuraliyev Omarzai Pavlychko Qaderi Rahmanzai Savchuk Shevtsov
    Tahiri Tkachenko Warsame Yusufi Zahiri Zelenko Abdullahi Hersi`),
  firstNamesOdd: words(`
    Abdi Ahmad Amir Andrii Bohdan Dmytro Farid Hassan Ihor Ivan Jamal Karim Maksym Mahdi Mykola Omar Pavlo
    Reza Samir Serhii Taras Viktor Yusuf Zakaria`),
  firstNamesEven: words(`
    Aisha Alina Amina Anastasiia Daria Fatima Hodan Iryna Kateryna Layla Leila Mariia Maryam Nadia Natalia
    Oksana Olena Parisa Safiya Samira Sofiia Yulia Zahra Zeinab`),
  streets: finnishNames.streets,
};
