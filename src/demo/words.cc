// SPDX-License-Identifier: Apache-2.0
// Given names and surnames are common ones, so that no combination points at anybody; firms are
// made of invented stems.
#include "demo/words.h"

#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::demo {
namespace {

constexpr std::array kWomen{
    Word{"María"},    Word{"Carmen"},   Word{"Ana"},      Word{"Laura"},    Word{"Isabel"},
    Word{"Cristina"}, Word{"Marta"},    Word{"Lucía"},    Word{"Elena"},    Word{"Pilar"},
    Word{"Raquel"},   Word{"Sara"},     Word{"Paula"},    Word{"Silvia"},   Word{"Beatriz"},
    Word{"Rocío"},    Word{"Nuria"},    Word{"Patricia"}, Word{"Irene"},    Word{"Alicia"},
    Word{"Inés"},     Word{"Teresa"},   Word{"Begoña"},   Word{"Ainhoa"},   Word{"Montserrat"},
    Word{"Claudia"},  Word{"Julia"},    Word{"Natalia"},  Word{"Esther"},   Word{"Amparo"},
    Word{"Maite"},    Word{"Noelia"},   Word{"Consuelo"}, Word{"Verónica"}, Word{"Lorena"},
    Word{"Sofía"},    Word{"Mercedes"}, Word{"Aurora"},   Word{"Celia"},    Word{"Ángela"}};
constexpr std::array kMen{
    Word{"Antonio"}, Word{"José"},      Word{"Manuel"},   Word{"Francisco"}, Word{"David"},
    Word{"Juan"},    Word{"Javier"},    Word{"Daniel"},   Word{"Carlos"},    Word{"Jesús"},
    Word{"Miguel"},  Word{"Alejandro"}, Word{"Rafael"},   Word{"Pedro"},     Word{"Ángel"},
    Word{"Pablo"},   Word{"Sergio"},    Word{"Fernando"}, Word{"Jorge"},     Word{"Luis"},
    Word{"Alberto"}, Word{"Álvaro"},    Word{"Diego"},    Word{"Adrián"},    Word{"Raúl"},
    Word{"Iván"},    Word{"Rubén"},     Word{"Óscar"},    Word{"Ramón"},     Word{"Andrés"},
    Word{"Enrique"}, Word{"Santiago"},  Word{"Víctor"},   Word{"Joaquín"},   Word{"Iker"},
    Word{"Mikel"},   Word{"Jordi"},     Word{"Tomás"},    Word{"Ignacio"},   Word{"Gonzalo"}};
constexpr std::array kSurnames{
    Word{"García"},     Word{"Fernández"}, Word{"González"},  Word{"Rodríguez"}, Word{"López"},
    Word{"Martínez"},   Word{"Sánchez"},   Word{"Pérez"},     Word{"Gómez"},     Word{"Martín"},
    Word{"Jiménez"},    Word{"Ruiz"},      Word{"Hernández"}, Word{"Díaz"},      Word{"Moreno"},
    Word{"Álvarez"},    Word{"Muñoz"},     Word{"Romero"},    Word{"Alonso"},    Word{"Gutiérrez"},
    Word{"Navarro"},    Word{"Torres"},    Word{"Domínguez"}, Word{"Vázquez"},   Word{"Ramos"},
    Word{"Gil"},        Word{"Serrano"},   Word{"Blanco"},    Word{"Molina"},    Word{"Morales"},
    Word{"Suárez"},     Word{"Ortega"},    Word{"Delgado"},   Word{"Castro"},    Word{"Ortiz"},
    Word{"Rubio"},      Word{"Marín"},     Word{"Sanz"},      Word{"Iglesias"},  Word{"Medina"},
    Word{"Garrido"},    Word{"Cortés"},    Word{"Castillo"},  Word{"Santos"},    Word{"Lozano"},
    Word{"Guerrero"},   Word{"Cano"},      Word{"Prieto"},    Word{"Méndez"},    Word{"Cruz"},
    Word{"Calvo"},      Word{"Gallego"},   Word{"Vidal"},     Word{"León"},      Word{"Márquez"},
    Word{"Herrera"},    Word{"Peña"},      Word{"Flores"},    Word{"Cabrera"},   Word{"Campos"},
    Word{"Vega"},       Word{"Fuentes"},   Word{"Carrasco"},  Word{"Díez"},      Word{"Reyes"},
    Word{"Caballero"},  Word{"Nieto"},     Word{"Aguilar"},   Word{"Pascual"},   Word{"Herrero"},
    Word{"Santana"},    Word{"Lorenzo"},   Word{"Hidalgo"},   Word{"Montero"},   Word{"Ibáñez"},
    Word{"Giménez"},    Word{"Ferrer"},    Word{"Durán"},     Word{"Vicente"},   Word{"Benítez"},
    Word{"Mora"},       Word{"Arias"},     Word{"Vargas"},    Word{"Carmona"},   Word{"Crespo"},
    Word{"Soto"},       Word{"Sáez"},      Word{"Soler"},     Word{"Velasco"},   Word{"Moya"},
    Word{"Etxeberria"}, Word{"Aguirre"},   Word{"Puig"},      Word{"Roca"},      Word{"Otero"},
    Word{"Seoane"},     Word{"Bravo"},     Word{"Rey"},       Word{"Pastor"},    Word{"Núñez"}};

constexpr std::array kStemStarts{
    Word{"Alta"},  Word{"Brisa"},  Word{"Monte"}, Word{"Clara"}, Word{"Vera"},   Word{"Luna"},
    Word{"Rio"},   Word{"Sierra"}, Word{"Cala"},  Word{"Torre"}, Word{"Valde"},  Word{"Fuente"},
    Word{"Campo"}, Word{"Aqua"},   Word{"Nova"},  Word{"Terra"}, Word{"Puerto"}, Word{"Viña"},
    Word{"Peña"},  Word{"Canto"},  Word{"Miel"},  Word{"Roble"}, Word{"Almen"},  Word{"Cier"}};
constexpr std::array kStemEnds{
    Word{"mar"},  Word{"luz"},    Word{"nieve"},  Word{"dora"},  Word{"sol"},  Word{"verde"},
    Word{"rosa"}, Word{"blanca"}, Word{"lara"},   Word{"mira"},  Word{"vela"}, Word{"norte"},
    Word{"gal"},  Word{"tex"},    Word{"nova"},   Word{"cesa"},  Word{"loma"}, Word{"rubia"},
    Word{"nal"},  Word{"fresca"}, Word{"serena"}, Word{"plana"}, Word{"gris"}, Word{"brava"}};

struct Trade {
    Word sector;
    Word line;
    std::array<Word, 4> prefixes;
};
constexpr std::array kTrades{
    Trade{"food", "conservas y alimentación", {"Conservas", "Aceites", "Alimentos", "Quesería"}},
    Trade{"hospitality",
          "hoteles y restauración",
          {"Hoteles", "Hostal", "Restaurantes", "Grupo Hotelero"}},
    Trade{"logistics",
          "transporte y almacén",
          {"Transportes", "Logística", "Almacenes", "Mensajería"}},
    Trade{
        "construction", "obra y reformas", {"Construcciones", "Reformas", "Obras", "Estructuras"}},
    Trade{"medical",
          "atención sanitaria",
          {"Clínica", "Centro Médico", "Clínica Dental", "Fisioterapia"}},
    Trade{"education", "enseñanza", {"Colegio", "Academia", "Escuela", "Centro de Formación"}},
    Trade{"legal", "abogacía y gestión", {"Abogados", "Gestoría", "Bufete", "Asesoría"}},
    Trade{"retail", "comercio", {"Muebles", "Librerías", "Supermercados", "Calzados"}},
    Trade{"manufacturing", "fabricación", {"Metalúrgica", "Maderas", "Plásticos", "Talleres"}},
    Trade{"agriculture", "agricultura y ganadería", {"Bodegas", "Cítricos", "Viveros", "Olivares"}},
    Trade{"technology", "tecnología", {"Sistemas", "Informática", "Ingeniería", "Automatismos"}},
    Trade{"software", "programas informáticos", {"Software", "Soluciones", "Digital", "Datos"}},
    Trade{"automotive",
          "venta y taller de vehículos",
          {"Automóviles", "Talleres", "Motor", "Neumáticos"}},
    Trade{"pharmaceutical", "farmacia", {"Farmacia", "Laboratorios", "Droguería", "Ortopedia"}},
    Trade{"real_estate", "inmuebles", {"Inmobiliaria", "Fincas", "Promociones", "Viviendas"}},
    Trade{"energy", "energía solar", {"Solar", "Energías", "Renovables", "Electricidad"}},
    Trade{
        "finance", "financiación y seguros", {"Seguros", "Correduría", "Finanzas", "Inversiones"}},
    Trade{"wholesale",
          "distribución al por mayor",
          {"Distribuciones", "Suministros", "Mayorista", "Importaciones"}},
    Trade{"entertainment", "ocio y deporte", {"Gimnasio", "Teatro", "Parques", "Club Deportivo"}},
    Trade{"nonprofit", "acción social", {"Fundación", "Asociación", "Residencia", "Cooperativa"}},
    Trade{"media", "medios y comunicación", {"Radio", "Editorial", "Producciones", "Imprenta"}},
    Trade{"telecommunications",
          "instalación y venta de telecomunicaciones",
          {"Telecomunicaciones", "Instalaciones", "Antenas", "Redes"}}};

constexpr std::array kPositions{Position{"Gerente", "Dirección", "decides"},
                                Position{"Directora general", "Dirección", "decides"},
                                Position{"Responsable de informática", "Sistemas", "technical"},
                                Position{"Responsable de compras", "Compras", "buys"},
                                Position{"Administración", "Administración", "billing"},
                                Position{"Responsable de comunicaciones", "Sistemas", "influences"},
                                Position{"Contabilidad", "Administración", "billing"},
                                Position{"Jefatura de oficina", "Oficina", "uses"},
                                Position{"Recepción", "Oficina", "uses"},
                                Position{"Dirección financiera", "Finanzas", "influences"},
                                Position{"Mantenimiento", "Operaciones", "technical"}};

constexpr std::array kStreetKinds{Word{"Calle"}, Word{"Calle"}, Word{"Calle"}, Word{"Avenida"},
                                  Word{"Plaza"}, Word{"Paseo"}, Word{"Ronda"}};
constexpr std::array kStreets{Word{"Mayor"},
                              Word{"de la Constitución"},
                              Word{"del Olivar"},
                              Word{"de los Almendros"},
                              Word{"San Roque"},
                              Word{"de la Estación"},
                              Word{"del Mercado"},
                              Word{"Real"},
                              Word{"de las Acacias"},
                              Word{"del Molino"},
                              Word{"de la Fuente"},
                              Word{"Santa Ana"},
                              Word{"del Puerto"},
                              Word{"de Andalucía"},
                              Word{"del Carmen"},
                              Word{"de la Paz"},
                              Word{"Nueva"},
                              Word{"de los Naranjos"},
                              Word{"del Parque"},
                              Word{"de la Libertad"},
                              Word{"Virgen del Pilar"},
                              Word{"del Sol"},
                              Word{"de Europa"},
                              Word{"del Rosario"},
                              Word{"Doctor Marañón"},
                              Word{"de la Ermita"},
                              Word{"Las Eras"},
                              Word{"del Arroyo"}};

std::string digits(Random& random, int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text.push_back(static_cast<char>('0' + random.below(10)));
    return text;
}

std::string surname(Random& random) { return std::string(random.pick_early(kSurnames)); }

}  // namespace

PersonName person_name(Random& random) {
    PersonName name;
    name.woman = random.chance(50);
    name.first = std::string(name.woman ? random.pick(kWomen) : random.pick(kMen));
    name.last = surname(random);
    name.second_last = surname(random);
    return name;
}

Firm firm(Random& random) {
    const Trade& trade = random.pick(kTrades);
    std::string core;
    if (random.chance(62)) {
        core = std::string(random.pick(kStemStarts)) + std::string(random.pick(kStemEnds));
    } else {
        core = std::string(random.pick(kSurnames)) + (random.chance(70) ? " y " : " ") +
               std::string(random.pick(kSurnames));
    }
    std::string bare = std::string(random.pick(trade.prefixes)) + " " + core;
    const bool association = trade.sector == "nonprofit" || trade.sector == "education" ||
                             trade.sector == "legal" || trade.sector == "pharmaceutical";
    std::string name = bare;
    if (!association || random.chance(30)) name += random.chance(72) ? " S.L." : " S.A.";
    return Firm{std::move(name), slug(bare) + ".example", trade.sector, trade.line};
}

const Position& position(Random& random, bool first) {
    return first ? kPositions[static_cast<std::size_t>(random.below(4))] : random.pick(kPositions);
}

std::string slug(std::string_view text) {
    std::string result;
    for (const char letter : fold(text)) {
        if (is_lower(letter) || is_digit(letter)) result.push_back(letter);
    }
    return result;
}

std::string numbered(std::string_view prefix, std::int64_t number, std::size_t width) {
    const std::string figures = std::to_string(number);
    const std::size_t zeros = figures.size() < width ? width - figures.size() : 0;
    return std::string(prefix) + std::string(zeros, '0') + figures;
}

std::string street(Random& random) {
    std::string text = std::string(random.pick(kStreetKinds)) + " " +
                       std::string(random.pick(kStreets)) + ", " +
                       std::to_string(random.between(1, 120));
    if (random.chance(35)) {
        text += ", " + std::to_string(random.between(1, 8)) + ".º " +
                std::string(1, static_cast<char>('A' + random.below(5)));
    }
    return text;
}

std::string postal_code(Random& random, const Province& province) {
    return numbered(province.postal, random.between(1, 480), 3);
}

std::string mobile(Random& random) {
    return std::string("6") + std::to_string(random.between(0, 9)) + digits(random, 1) + " " +
           digits(random, 3) + " " + digits(random, 3);
}

std::string landline(Random& random, const Province& province) {
    const int missing = 9 - static_cast<int>(province.landline.size());
    std::string text = std::string(province.landline) + " ";
    text += missing == 7 ? digits(random, 3) : digits(random, 2);
    return text + " " + digits(random, 2) + " " + digits(random, 2);
}

std::string personal_tax_number(Random& random) {
    constexpr Word kLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    const std::int64_t number = random.between(10'000'000, 79'999'999);
    return std::to_string(number) + kLetters[static_cast<std::size_t>(number % 23)];
}

std::string company_tax_number(Random& random) {
    const std::string number = digits(random, 7);
    int sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        const int digit = number[i] - '0';
        const int doubled = digit * 2;
        sum += i % 2 == 0 ? doubled / 10 + doubled % 10 : digit;
    }
    return (random.chance(75) ? "B" : "A") + number + std::to_string((10 - sum % 10) % 10);
}

}  // namespace clientela::demo
