// SPDX-License-Identifier: Apache-2.0
// The provinces in which Albor Telecom sells, with some of their towns.
#include "demo/company.h"

namespace clientela::demo {

std::vector<Province> provinces() {
    return {
        {"Sevilla", kSouth, "41", "954", {"Sevilla", "Dos Hermanas", "Alcalá de Guadaíra", "Utrera", "Écija"}, {}},
        {"Málaga", kSouth, "29", "952", {"Málaga", "Marbella", "Antequera", "Vélez-Málaga"}, {}},
        {"Cádiz", kSouth, "11", "956", {"Cádiz", "Jerez de la Frontera", "Algeciras", "Chiclana"}, {}},
        {"Granada", kSouth, "18", "958", {"Granada", "Motril", "Baza", "Armilla"}, {}},
        {"Córdoba", kSouth, "14", "957", {"Córdoba", "Lucena", "Puente Genil"}, {}},
        {"Huelva", kSouth, "21", "959", {"Huelva", "Lepe", "Almonte"}, {}},
        {"Madrid", kCentre, "28", "91", {"Madrid", "Alcalá de Henares", "Getafe", "Móstoles", "Leganés"}, {}},
        {"Toledo", kCentre, "45", "925", {"Toledo", "Talavera de la Reina", "Illescas"}, {}},
        {"Valladolid", kCentre, "47", "983", {"Valladolid", "Medina del Campo", "Laguna de Duero"}, {}},
        {"Salamanca", kCentre, "37", "923", {"Salamanca", "Béjar", "Ciudad Rodrigo"}, {}},
        {"Badajoz", kCentre, "06", "924", {"Badajoz", "Mérida", "Don Benito", "Zafra"}, {}},
        {"Bizkaia", kNorth, "48", "944", {"Bilbao", "Barakaldo", "Getxo", "Durango"}, {}},
        {"A Coruña", kNorth, "15", "981", {"A Coruña", "Santiago de Compostela", "Ferrol", "Arteixo"}, {}},
        {"Asturias", kNorth, "33", "985", {"Oviedo", "Gijón", "Avilés", "Langreo"}, {}},
        {"Cantabria", kNorth, "39", "942", {"Santander", "Torrelavega", "Castro-Urdiales"}, {}},
        {"Navarra", kNorth, "31", "948", {"Pamplona", "Tudela", "Estella"}, {}},
        {"Zaragoza", kNorth, "50", "976", {"Zaragoza", "Calatayud", "Utebo"}, {}},
        {"Valencia", kEast, "46", "963", {"Valencia", "Torrent", "Gandia", "Paterna", "Sagunto"}, {}},
        {"Alicante", kEast, "03", "965", {"Alicante", "Elche", "Torrevieja", "Alcoy"}, {}},
        {"Murcia", kEast, "30", "968", {"Murcia", "Cartagena", "Lorca", "Molina de Segura"}, {}},
        {"Barcelona", kEast, "08", "93", {"Barcelona", "Terrassa", "Sabadell", "Mataró", "Granollers"}, {}},
        {"Castellón", kEast, "12", "964", {"Castellón de la Plana", "Vila-real", "Benicarló"}, {}},
        {"Illes Balears", kEast, "07", "971", {"Palma", "Inca", "Manacor", "Maó"}, {}},
    };
}

}  // namespace clientela::demo
